using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Heapwise.Live.Targets;
using Microsoft.Win32.SafeHandles;

namespace Heapwise.Live.Attaching;

/// <summary>
/// The network of a process that is not ours: a container's. A socket belongs for good to the network in which it was made, so a
/// thread that has entered the other one makes it (<c>setns</c>, which counts for that thread only) and ends; connecting and
/// everything later is done from anywhere. Entering needs CAP_SYS_ADMIN. Linux. Sockets outlive it.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    private readonly SafeFileHandle _handle;

    private NetworkNamespace(SafeFileHandle handle) => _handle = handle;

    /// <summary>The process's network, tried once; null where it is the one we are in, or where that is not ours to see.</summary>
    /// <exception cref="TargetException">It may not be entered.</exception>
    [SupportedOSPlatform("linux")]
    public static NetworkNamespace? FindOther(int processId)
    {
        NetworkNamespace? other = null;
        try
        {
            var path = $"/proc/{processId}/ns/net";
            if (new FileInfo(path).LinkTarget is not { } theirs || new FileInfo("/proc/self/ns/net").LinkTarget == theirs) return null;
            other = new NetworkNamespace(File.OpenHandle(path, share: FileShare.ReadWrite));
            other.InThere(() => true);
            return other;
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or UnauthorizedAccessException)
        {
            other?.Dispose();
            if (problem is not Win32Exception) return null; // ended, or not ours to see: connecting will tell
            throw new TargetException(
                $"pid {processId} runs in a network of its own (a container), which may not be entered from here: {problem.Message}. "
                + $"Run heapwise as root with CAP_SYS_ADMIN, or in it: nsenter -t {processId} -n heapwise …", problem);
        }
    }

    /// <summary>A connection within that network.</summary>
    /// <exception cref="SocketException"/>
    public async Task<NetworkStream> ConnectAsync(IPEndPoint place, CancellationToken cancellation)
    {
        // With an address, not a name: for a name with several addresses .NET makes further sockets, on any thread.
        var socket = InThere(() => new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await socket.ConnectAsync(place, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>On a thread of its own, which never comes back: a pool's thread would take the other network along.</summary>
    private T InThere<T>(Func<T> make)
    {
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                if (Enter(_handle, NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
                made.SetResult(make());
            }
            catch (Exception problem)
            {
                made.SetException(problem);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return made.Task.GetAwaiter().GetResult(); // microseconds: no socket is waited for
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(SafeFileHandle handle, int kind);
}
