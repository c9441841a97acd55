using System.Globalization;
using System.Runtime.InteropServices;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Stopping;

/// <summary>
/// All threads of a process, standing still until this is disposed. They are seized (<c>PTRACE_SEIZE</c>) and interrupted, which
/// sends no signal: no parent sees it, a process that is stopped already stays so, and the kernel lets go of every thread when the
/// thread that seized it ends, for whatever reason. Must be made, used and disposed on one thread.
///
/// Whether a thread stands is asked with <c>PTRACE_GETREGS</c>, which fails until it does. The news of its stop is then taken at once,
/// before the runtime, which waits for the children of this process, takes it for their end (<see cref="ChildSignals"/>).
/// </summary>
internal sealed partial class ThreadStop : IDisposable
{
    private const nint Detach = 17;
    private const nint GetRegisters = 12;
    private const nint Seize = 0x4206;
    private const nint Interrupt = 0x4207;
    private const int NotPermitted = 1;
    private const int RegisterCount = 27;
    private const int NoWait = 1;
    private const int AnyThread = 0x40000000;

    private readonly int _processId;
    private readonly ChildSignals _signals = ChildSignals.Quiet();
    private readonly List<int> _seized = [];
    private readonly List<StoppedThread> _threads = [];
    private bool _isDisposed;

    private ThreadStop(int processId) => _processId = processId;

    /// <summary>The threads that stand still, in no order.</summary>
    public IReadOnlyList<StoppedThread> Threads => _threads;

    /// <exception cref="OutsideException">It may not be traced, has gone, or did not stop in time. Nothing is left stopped.</exception>
    public static ThreadStop Begin(int processId, Deadline deadline)
    {
        var stop = new ThreadStop(processId);
        try
        {
            while (stop.SeizeNew()) deadline.ThrowIfOver("finding the threads");
            foreach (var thread in stop._seized) stop.AwaitStop(thread, deadline);
            if (stop._threads.Count == 0) throw OutsideException.Gone(processId);
            return stop;
        }
        catch
        {
            stop.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var thread in _seized) _ = ptrace(Detach, thread, 0, 0); // fails for one that has ended, which is as good
        _seized.Clear();
        if (_isDisposed) return;
        _isDisposed = true;
        _signals.Dispose();
    }

    /// <summary>Seizes threads that were not there before; false if there were none. A thread not seized yet may start another.</summary>
    private bool SeizeNew()
    {
        var found = false;
        foreach (var thread in ThreadsOf(_processId).Where(thread => !_seized.Contains(thread)))
        {
            if (ptrace(Seize, thread, 0, 0) != 0)
            {
                if (Marshal.GetLastPInvokeError() != NotPermitted) continue; // it has ended
                if (StateOf(thread) is 'Z' or 'X') continue;
                throw TracerOf(thread) is var tracer and > 0
                    ? OutsideException.Traced(_processId, tracer)
                    : OutsideException.NotPermitted(_processId);
            }

            _seized.Add(thread);
            _ = ptrace(Interrupt, thread, 0, 0); // fails only for one that has ended
            found = true;
        }

        return found;
    }

    private void AwaitStop(int thread, Deadline deadline)
    {
        var registers = new ulong[RegisterCount];
        var spin = default(SpinWait);
        while (!TryReadRegisters(thread, registers))
        {
            if (StateOf(thread) is null or 'Z' or 'X') return;
            deadline.ThrowIfOver("stopping the threads");
            spin.SpinOnce(sleep1Threshold: -1);
        }

        _ = waitpid(thread, out _, NoWait | AnyThread);
        _threads.Add(new StoppedThread(thread, registers));
    }

    private static unsafe bool TryReadRegisters(int thread, ulong[] registers)
    {
        fixed (ulong* target = registers) return ptrace(GetRegisters, thread, 0, (nint)target) == 0;
    }

    private static List<int> ThreadsOf(int processId)
    {
        var folder = $"/proc/{processId}/task";
        if (!Directory.Exists(folder)) throw OutsideException.Gone(processId);
        return [.. Directory.EnumerateDirectories(folder).Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
    }

    /// <summary>The letter of a thread's state; null if it has ended.</summary>
    private char? StateOf(int thread)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{_processId}/task/{thread}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private int TracerOf(int thread)
    {
        var line = File.ReadLines($"/proc/{_processId}/task/{thread}/status")
            .FirstOrDefault(line => line.StartsWith("TracerPid:", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line["TracerPid:".Length..].Trim(), CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc")]
    private static partial int waitpid(int thread, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint ptrace(nint request, int thread, nint address, nint data);
}
