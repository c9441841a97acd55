using Heapwise.Live.Attaching;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>
/// A Node process that we are attached to: the main type for callers. However it was reached, it is left as it was found: an inspector
/// that we opened is closed, one that made room for us is put back, and a program that we started is ended with everything that it
/// started. Not for use from several threads at once.
/// </summary>
public sealed class NodeTarget : IAsyncDisposable
{
    private const string MemoryQuestion =
        """
        (() => {
          const memory = process.memoryUsage(), heap = require('v8').getHeapStatistics(), resources = {};
          const loop = require('perf_hooks').performance.eventLoopUtilization();
          for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
          return {
            ...memory, heapLimit: heap.heap_size_limit, resources,
            loopIdle: loop.idle, loopActive: loop.active, allocated: heap.total_allocated_bytes,
          };
        })()
        """;

    private const int LastMajorWithoutLines = 20;

    private readonly TargetReach _reach;
    private readonly TargetIdentity _identity;
    private readonly bool _isPartOfOurs;

    private NodeTarget(TargetReach reach, TargetIdentity identity, int? worker, TargetOptions options, bool isPartOfOurs = false)
    {
        _isPartOfOurs = isPartOfOurs;
        _reach = reach;
        _identity = identity;
        Worker = worker;
        Options = options;
    }

    /// <summary>As this machine sees it where it runs here, otherwise as it sees itself.</summary>
    public int ProcessId => _reach.LocalProcessId ?? _identity.ProcessId;

    /// <summary>Whether it runs on this machine, where /proc says more about it.</summary>
    public bool IsLocal => _reach.LocalProcessId is not null;

    /// <summary>As Node prints it: <c>v24.21.0</c>.</summary>
    public string NodeVersion => _identity.Version;

    public int NodeMajor => _identity.Major;

    /// <summary>The main script as the target names it; null for <c>node -e</c>.</summary>
    public string? Script => _identity.Script;

    /// <summary>The worker thread that we are attached to; null for the main thread.</summary>
    public int? Worker { get; }

    /// <summary>For messages: <c>node 1234 (server.js)</c>, <c>worker 2 of node 1234 (server.js)</c>.</summary>
    public string Name => Worker is { } worker ? $"worker {worker} of {ProcessName}" : ProcessName;

    /// <summary>The same without the thread.</summary>
    public string ProcessName => Script is null ? $"node {ProcessId}" : $"node {ProcessId} ({Path.GetFileName(Script)})";

    /// <summary>The connection, for what this type does not offer. Its failures are <see cref="CdpException"/>s.</summary>
    public CdpConnection Connection => _reach.Connection;

    /// <summary>True for a process of a program that we started and that ends with us.</summary>
    public bool IsOurs => _reach.IsOurs || _isPartOfOurs;

    /// <summary>The last lines of standard error of a program that we started.</summary>
    public IReadOnlyList<string> LastLines => _reach.LastLines;

    public TargetOptions Options { get; }

    /// <summary>
    /// Whether it waits before its first line until <see cref="LetRunAsync"/>. Meanwhile it answers, but its event loop does not turn.
    /// </summary>
    public bool IsHeld => _reach.IsHeld;

    /// <summary>Whether results are fetched when the program ends; otherwise the session ends at once.</summary>
    internal bool AwaitsEnd
    {
        set => _reach.IsEndAwaited = value;
    }

    /// <summary>Attaches to the process, or starts it, and waits until it answers.</summary>
    /// <exception cref="TargetException">It cannot be reached; the message says why and what to do.</exception>
    public static Task<NodeTarget> OpenAsync(TargetSpec spec, TargetOptions? options, CancellationToken cancellation) =>
        OpenAsync(spec, options ?? new TargetOptions(), isPartOfOurs: false, cancellation);

    /// <summary>
    /// The Node processes of the program that this one belongs to: all of one that we started, else this process and its descendants. None
    /// where the process is not on this machine.
    /// </summary>
    public IReadOnlyList<ProgramProcess> FindProcesses() => _reach switch
    {
        { IsOurs: true } => ProgramProcess.Among(_reach.FindProcesses()),
        { LocalProcessId: { } processId } => ProgramProcess.FindFamily(processId),
        _ => [],
    };

    /// <summary>Attaches to another process of the same program, which is left as it was found. Dispose it before this one.</summary>
    /// <exception cref="TargetException">It cannot be reached; the message says why and what to do.</exception>
    public async Task<NodeTarget> OpenOtherAsync(int processId, CancellationToken cancellation)
    {
        TargetSpec spec = _reach.FindInspector(processId) is { } inspector
            ? new TargetSpec.Inspector(inspector)
            : new TargetSpec.RunningProcess(processId);
        var other = await OpenAsync(spec, Options, IsOurs, cancellation);
        _reach.LeaveTogether(other._reach);
        return other;
    }

    /// <summary>Lets a program run that is held before its first line; see <see cref="TargetOptions.HoldsPrograms"/>.</summary>
    /// <exception cref="TargetException"/>
    public async Task LetRunAsync(CancellationToken cancellation) => await AskAsync(() => _reach.LetRunAsync(cancellation));

    /// <summary>
    /// The exit code of a program that we started and that has finished. It cannot be asked anything any more: it waited for us to leave.
    /// Null where it is not known.
    /// </summary>
    public Task<int?> LeaveEndedAsync() => _reach.LeaveEndedAsync();

    private static async Task<NodeTarget> OpenAsync(
        TargetSpec spec, TargetOptions options, bool isPartOfOurs, CancellationToken cancellation)
    {
        var reach = new TargetReach(options);
        try
        {
            var identity = await reach.OpenAsync(spec, cancellation);
            return new NodeTarget(reach, identity, spec.Worker, options, isPartOfOurs);
        }
        catch (CdpException problem)
        {
            var translated = await reach.TranslateAsync(problem, Describe(spec));
            await reach.DisposeAsync();
            throw translated;
        }
        catch
        {
            await reach.DisposeAsync();
            throw;
        }
    }

    /// <summary>Collects all garbage, twice. The target is paused meanwhile.</summary>
    /// <exception cref="TargetException"/>
    public async Task CollectGarbageAsync(CancellationToken cancellation)
    {
        // V8 collects in a task of the loop, so that a loop that does not turn would be waited for in silence.
        var turns = await AskAsync(() => Connection.Runtime.WaitForTurnAsync(Options.AttachTimeout, cancellation));
        if (!turns)
            throw new TargetException(
                $"{Name}: its event loop has not turned for {Options.AttachTimeout.TotalSeconds:0.#} s (a function does not return, or the "
                + "thread waits outside JavaScript), so its garbage cannot be collected. "
                + "Try again later, or allow more time for attaching");
        await AskAsync(() => Connection.HeapProfiler.CollectGarbageAsync(Options.SilenceTimeout, cancellation));
    }

    /// <summary>
    /// Makes a snapshot that follows many times shorter where a large script is loaded (docs/live.md has figures). A snapshot has the line
    /// of every function. Up to Node 20, V8 counts lines from the start of the script for each, unless it knows where the script's lines
    /// begin. Costs 20 to 60 ms; nothing from Node 22 on, which does not need it. What V8 remembers stays in the heap, so do it before
    /// memory is read.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task IndexLinesAsync(CancellationToken cancellation)
    {
        if (NodeMajor > LastMajorWithoutLines) return;
        await AskAsync(() => Connection.Profiler.IndexLinesAsync(Options.SilenceTimeout, cancellation));
    }

    /// <summary>
    /// Drops what the inspector retains of the program's console output while it is open. Without the inspector, the program would not
    /// retain that memory.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task DiscardConsoleAsync(CancellationToken cancellation) =>
        await AskAsync(() => Connection.Runtime.DiscardConsoleEntriesAsync(Options.RequestTimeout, cancellation));

    /// <summary>Reads the memory figures. Costs the target well under a millisecond.</summary>
    /// <exception cref="TargetException"/>
    public async Task<MemorySample> SampleMemoryAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(() => Connection.Runtime.EvaluateAsync(
            MemoryQuestion, SessionJson.Default.WireMemory, Options.RequestTimeout, cancellation));
        return CreateSample(answer);
    }

    internal MemorySample CreateSample(WireMemory answer) => new()
    {
        Timestamp = Options.Time.GetUtcNow(),
        HeapUsedBytes = answer.HeapUsed,
        HeapTotalBytes = answer.HeapTotal,
        ExternalBytes = answer.External,
        ArrayBuffersBytes = answer.ArrayBuffers,
        RssBytes = answer.Rss,
        HeapLimitBytes = answer.HeapLimit,
        FileDescriptors = _reach.LocalProcessId is { } processId ? ProcDescriptors.FindCount(processId) : null,
        ActiveResources = answer.Resources,
        LoopIdleMs = answer.LoopIdle,
        LoopActiveMs = answer.LoopActive,
        AllocatedBytes = answer.Allocated,
    };

    /// <summary>
    /// Streams a heap snapshot into the destination; see <see cref="HeapProfilerDomain.TakeHeapSnapshotAsync"/>. A failure of the
    /// destination is thrown as it is. <c>SnapshotCapture</c> does this safely into a file.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<long> TakeSnapshotAsync(Stream destination, IProgress<SnapshotProgress>? progress, CancellationToken cancellation) =>
        await AskAsync(() => Connection.HeapProfiler.TakeHeapSnapshotAsync(destination, progress, Options.SilenceTimeout, cancellation));

    /// <summary>
    /// Counts open descriptors by kind: files by their paths, <c>socket</c>, <c>pipe</c> …; null where the process is not on this machine
    /// or
    /// its descriptors are not visible to us.
    /// </summary>
    public IReadOnlyDictionary<string, int>? FindDescriptors() =>
        _reach.LocalProcessId is { } processId ? ProcDescriptors.FindCountsByKind(processId) : null;

    /// <summary>The most resident memory that the process has had so far; null where it is not on this machine.</summary>
    public long? FindPeakRss() =>
        _reach.LocalProcessId is { } processId && ProcStatus.Find(processId) is { PeakRssBytes: > 0 and var peak } ? peak : null;

    /// <summary>
    /// The number of objects in the heap, which determines what a snapshot costs. The target is paused meanwhile, for at most a quarter of
    /// the time of a snapshot.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<long> CountObjectsAsync(CancellationToken cancellation)
    {
        await ClaimAsync(TargetClaim.Tracking, cancellation);
        return await AskAsync(() => Connection.HeapProfiler.CountObjectsAsync(Options.SilenceTimeout, cancellation));
    }

    /// <summary>The value of an expression in the target: a string as it is, anything else as JSON, <c>undefined</c> as null.</summary>
    /// <exception cref="TargetException"/>
    public async Task<string?> EvaluateAsync(string expression, CancellationToken cancellation) =>
        await AskAsync(() => Connection.Runtime.EvaluateAsync(expression, Options.RequestTimeout, cancellation));

    /// <summary>
    /// The worker threads that run now; none where we are attached to a worker. Opens a session with each and closes it again.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyList<WorkerThread>> ListWorkersAsync(CancellationToken cancellation)
    {
        if (Worker is not null) return [];
        return await AskAsync(async () =>
        {
            var workers = await Connection.NodeWorker.EnterAsync(Options.RequestTimeout, cancellation);
            await Connection.NodeWorker.LeaveAsync(Options.RequestTimeout, cancellation);
            return workers;
        });
    }

    /// <summary>
    /// Works with one of the worker threads as if it had been opened itself, and returns to the main thread. This target must not be used
    /// meanwhile.
    /// </summary>
    /// <exception cref="TargetException">There is no such worker, or the connection to it was lost.</exception>
    public async Task<T> WithWorkerAsync<T>(int threadId, Func<NodeTarget, Task<T>> work, CancellationToken cancellation)
    {
        await AskAsync(() => _reach.EnterWorkerAsync(ProcessId, threadId, cancellation));
        try
        {
            return await work(new NodeTarget(_reach, _identity, threadId, Options, _isPartOfOurs));
        }
        finally
        {
            await AskAsync(() => _reach.LeaveWorkerAsync(cancellation));
        }
    }

    /// <summary>
    /// Starts a monitor in the target. <paramref name="factory"/> is JavaScript, a function of <c>require</c> whose result has a
    /// <c>stop()</c> that undoes it. It is called when we leave, and also when we are gone.
    /// </summary>
    /// <exception cref="TargetException"/>
    internal async Task<TargetMonitor> StartMonitorAsync(string factory, CancellationToken cancellation) => await AskAsync(async () =>
    {
        var guard = await _reach.GuardAsync(cancellation);
        return new TargetMonitor(this, await guard.StartAsync(factory, cancellation));
    });

    /// <summary>Claims something that the thread has once, until we leave.</summary>
    /// <exception cref="TargetException">Another run of heapwise has it, or the target failed.</exception>
    internal async Task ClaimAsync(TargetClaim claim, CancellationToken cancellation)
    {
        if (await AskAsync(async () => await (await _reach.GuardAsync(cancellation)).ClaimAsync(claim, cancellation))) return;
        throw new TargetException(
            $"{Name} is being recorded by another run of heapwise. V8 records once at a time, and the first to stop would end it for both. "
            + "Try again when that run has ended");
    }

    public ValueTask DisposeAsync() => _reach.DisposeAsync();

    /// <summary>Makes requests and turns a failure of the protocol into a message about the target.</summary>
    /// <exception cref="TargetException"/>
    internal async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (CdpException problem)
        {
            throw await _reach.TranslateAsync(problem, Name);
        }
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    internal async Task AskAsync(Func<Task> question) => await AskAsync(async () =>
    {
        await question();
        return true;
    });

    private static string Describe(TargetSpec spec) => spec switch
    {
        TargetSpec.RunningProcess process => $"pid {process.ProcessId}",
        TargetSpec.Inspector inspector => $"the inspector at {inspector.Address.Authority}",
        TargetSpec.Command command => command.Text,
        _ => "the target",
    };
}
