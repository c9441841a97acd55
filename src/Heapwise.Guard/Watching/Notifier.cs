using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Heapwise.Guard.Watching;

/// <summary>
/// Tells systemd how the guard is (<c>sd_notify</c>): one datagram for each message, to the socket that <c>NOTIFY_SOCKET</c> names. Does
/// nothing where there is none.
/// </summary>
/// <param name="address">A path, or a name in the abstract namespace, which begins with <c>@</c>; null: not started by systemd.</param>
public sealed class Notifier(string? address)
{
    public void Ready() => Send("READY=1");

    /// <summary>A sign of life, sent by the loop that works: a loop that hangs sends none, and is started again.</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    public void Reloading() => Send(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    public void Stopping() => Send("STOPPING=1");

    /// <summary>The end takes up to that long from now.</summary>
    public void ExtendTimeout(TimeSpan time) => Send(string.Create(
        CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)time.TotalMicroseconds}"));

    public void Status(string text) => Send($"STATUS={text}");

    private void Send(string message)
    {
        if (string.IsNullOrEmpty(address)) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        }
        catch (SocketException)
        {
            return; // systemd is gone, or has no room; the next message comes
        }
    }
}
