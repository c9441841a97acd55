using System.Net;

namespace Heapwise.Live.Processes;

/// <summary>One row of <c>/proc/PID/net/tcp{,6}</c>.</summary>
internal readonly record struct TcpRow(IPEndPoint Local, IPEndPoint Remote, int State, long Inode)
{
    public const int Established = 0x01;
    public const int Listen = 0x0A;
}
