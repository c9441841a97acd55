using System.Net.Sockets;

namespace Heapwise.Guard.Targets;

/// <summary>
/// Something that only one guard of a machine may do at a time: an abstract Unix socket with a name. The kernel gives it up when its
/// holder ends, however that happens, and no file is left. Guards in containers with networks of their own do not see each other's.
/// </summary>
public sealed class MachineLock : IDisposable
{
    private readonly Socket _socket;

    private MachineLock(Socket socket) => _socket = socket;

    /// <summary>Null where another guard has it.</summary>
    public static MachineLock? TryTake(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0heapwise/{name}"));
            return new MachineLock(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
