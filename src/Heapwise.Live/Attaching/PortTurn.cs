using System.Globalization;
using System.Runtime.InteropServices;
using Heapwise.Live.Targets;
using Microsoft.Win32.SafeHandles;

namespace Heapwise.Live.Attaching;

/// <summary>
/// The right to let a process open its inspector on a port that they all want (Linux). Runs of heapwise wait for each other: a turn takes
/// a few hundredths of a second, because the inspector moves to a port of its own at once. The kernel ends the turn of a run that is
/// killed. Dozens may wait at once, and what they spend on it is taken from the one whose turn it is: each that looked every 15 ms
/// whether the lock is free took 3 % of a processor. So a thread of each sleeps in the kernel, which wakes it in the order of arrival.
/// </summary>
internal static partial class PortTurn
{
    private const int OpenFlags = 0x2 | 0x40 | 0x80000; // O_RDWR, O_CREAT, O_CLOEXEC
    private const int OwnerOnly = 0x180; // rw-------
    private const int Exclusive = 2; // LOCK_EX
    private const int Interrupted = 4; // EINTR

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits for our turn; dispose the result to end it.</summary>
    /// <param name="port">The port.</param>
    /// <param name="processId">A process whose network it is.</param>
    /// <param name="options">Where runs meet.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="passedOn">Called when other runs have got their turns: the wait is long, but not in vain.</param>
    /// <returns>Null where the runs cannot meet, because their folder cannot be written.</returns>
    public static async Task<IDisposable?> TakeAsync(
        int port, int processId, TargetOptions options, CancellationToken cancellation, Action? passedOn = null)
    {
        var network = new string([.. (new FileInfo($"/proc/{processId}/ns/net").LinkTarget ?? "").Where(char.IsAsciiDigit)]);
        var path = Path.Combine(options.StateFolder, string.Create(CultureInfo.InvariantCulture, $"port-{port}-{network}.lock"));
        try
        {
            StateFolder.Create(options.StateFolder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var descriptor = Open(path, OpenFlags, OwnerOnly);
        if (descriptor < 0) return null;
        var turn = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            var locking = Task.Factory.StartNew(
                () => TryLock(turn), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            for (var latest = File.GetLastWriteTimeUtc(path); !locking.IsCompleted;)
            {
                await Task.WhenAny(locking, Task.Delay(LookInterval, options.Time, cancellation));
                cancellation.ThrowIfCancellationRequested();
                var now = File.GetLastWriteTimeUtc(path);
                if (now != latest) passedOn?.Invoke();
                latest = now;
            }

            if (!await locking) return null;
            File.SetLastWriteTimeUtc(path, options.Time.GetUtcNow().UtcDateTime); // what those who wait look at
            return turn;
        }
        catch
        {
            turn.Dispose(); // a thread that still waits ends its turn as soon as it gets it
            throw;
        }
    }

    private static bool TryLock(SafeFileHandle file)
    {
        while (true)
        {
            if (Lock(file, Exclusive) == 0) return true;
            if (Marshal.GetLastPInvokeError() != Interrupted) return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
