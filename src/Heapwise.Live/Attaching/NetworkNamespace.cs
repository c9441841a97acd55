using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Heapwise.Live.Targets;
using Microsoft.Win32.SafeHandles;

namespace Heapwise.Live.Attaching;

/// <summary>
/// A network namespace other than ours: a container's (Linux). A socket belongs to the network in which it was created, so a thread that
/// has entered the other network (<c>setns</c>, which affects that thread only) creates it and ends. Any thread can then connect and use
/// the socket, which outlives this object. Entering needs CAP_SYS_ADMIN.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    private readonly SafeFileHandle _handle;

    private NetworkNamespace(SafeFileHandle handle) => _handle = handle;

    /// <summary>The process's network, entered once as a test; null where it is our own, or where that is not visible to us.</summary>
    /// <exception cref="TargetException">The system does not let us enter it.</exception>
    [SupportedOSPlatform("linux")]
    public static NetworkNamespace? FindOther(int processId)
    {
        NetworkNamespace? other = null;
        try
        {
            var path = $"/proc/{processId}/ns/net";
            if (new FileInfo(path).LinkTarget is not { } theirs || new FileInfo("/proc/self/ns/net").LinkTarget == theirs) return null;
            other = new NetworkNamespace(File.OpenHandle(path, share: FileShare.ReadWrite));
            other.RunInside(() => true);
            return other;
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or UnauthorizedAccessException)
        {
            other?.Dispose();
            if (problem is not Win32Exception) return null; // ended, or not visible to us: connecting will fail with the reason
            throw new ObstacleException(
                processId, $"runs in its own network (a container), which cannot be entered from here: {problem.Message}. "
                + $"Run heapwise as root with CAP_SYS_ADMIN, or inside it: nsenter -t {processId} -n heapwise …", problem);
        }
    }

    /// <summary>A connection within that network.</summary>
    /// <exception cref="SocketException"/>
    public async Task<NetworkStream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        // To an address, not a name: for a name with several addresses .NET creates further sockets, on any thread.
        var socket = RunInside(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Runs on its own thread, which then ends: a thread of the pool would stay in the other network.</summary>
    private T RunInside<T>(Func<T> create)
    {
        var created = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                if (Enter(_handle, NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
                created.SetResult(create());
            }
            catch (Exception problem)
            {
                created.SetException(problem);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return created.Task.GetAwaiter().GetResult(); // microseconds: nothing waits for a socket
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(SafeFileHandle handle, int kind);
}
