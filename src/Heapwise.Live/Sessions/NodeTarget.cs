using System.Text.Json;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>
/// A Node process that can be asked: the one thing callers use. However it was reached, it is left as it was found: an inspector
/// that we opened is closed, one that made room for us is put back, a program that we started is ended with all it started.
/// Not for use from several threads at once.
/// </summary>
public sealed class NodeTarget : IAsyncDisposable
{
    private const string MemoryQuestion =
        """
        (() => {
          const memory = process.memoryUsage(), heap = require('v8').getHeapStatistics(), resources = {};
          for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
          return {...memory, heapLimit: heap.heap_size_limit, resources};
        })()
        """;

    private const string SourceMapQuestion =
        """
        (names, most) => {
          const { findSourceMap } = require('module'), maps = {};
          for (const name of names) {
            const payload = findSourceMap?.(name)?.payload, text = payload && JSON.stringify(payload);
            if (!text) continue;
            if ((most -= text.length) < 0) break;
            maps[name] = text;
          }
          return maps;
        }
        """;

    private readonly TargetReach _reach;
    private readonly TargetIdentity _identity;
    private readonly TargetOptions _options;

    private NodeTarget(TargetReach reach, TargetIdentity identity, int? worker, TargetOptions options)
    {
        _reach = reach;
        Worker = worker;
        _identity = identity;
        _options = options;
    }

    /// <summary>As this machine sees it where it runs here, else as it sees itself.</summary>
    public int ProcessId => _reach.LocalProcessId ?? _identity.ProcessId;

    /// <summary>Whether it runs on this machine, where /proc tells more about it.</summary>
    public bool IsLocal => _reach.LocalProcessId is not null;

    /// <summary>As Node prints it: <c>v24.21.0</c>.</summary>
    public string NodeVersion => _identity.Version;

    public int NodeMajor => _identity.Major;

    /// <summary>The main script as the target names it; null for <c>node -e</c>.</summary>
    public string? Script => _identity.Script;

    /// <summary>The thread asked, where it is not the main thread.</summary>
    public int? Worker { get; }

    /// <summary>How messages call it: <c>node 1234 (server.js)</c>, <c>worker 2 of node 1234 (server.js)</c>.</summary>
    public string Name => (Worker is { } worker ? $"worker {worker} of " : "") + (Script is null ? $"node {ProcessId}" : $"node {ProcessId} ({Path.GetFileName(Script)})");

    /// <summary>The connection, for what is not offered here. Its failures come as <see cref="CdpException"/>.</summary>
    public CdpConnection Connection => _reach.Connection;

    /// <summary>True of a program that we started, and that ends with us.</summary>
    public bool IsOurs => _reach.IsOurs;

    /// <summary>The last lines of standard error of a program that we started.</summary>
    public IReadOnlyList<string> LastLines => _reach.LastLines;

    public TargetOptions Options => _options;

    /// <summary>Attaches to the process, or starts it, and waits until it answers.</summary>
    /// <exception cref="TargetException">It cannot be reached; the message says why and what to do.</exception>
    public static async Task<NodeTarget> OpenAsync(TargetSpec spec, TargetOptions? options, CancellationToken cancellation)
    {
        options ??= new TargetOptions();
        var reach = new TargetReach(options);
        try
        {
            var identity = await reach.OpenAsync(spec, cancellation);
            return new NodeTarget(reach, identity, spec.Worker, options);
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

    /// <summary>Collects all garbage, twice over; the target stands still meanwhile.</summary>
    /// <exception cref="TargetException"/>
    public async Task CollectGarbageAsync(CancellationToken cancellation) =>
        await AskAsync(async () =>
        {
            await Connection.HeapProfiler.CollectGarbageAsync(_options.SilenceTimeout, cancellation);
            return true;
        });

    /// <summary>Lets go of what the inspector keeps of the program's console while it is open: without it that is no memory of the program's.</summary>
    /// <exception cref="TargetException"/>
    public async Task DiscardConsoleAsync(CancellationToken cancellation) =>
        await AskAsync(async () =>
        {
            await Connection.Runtime.DiscardConsoleEntriesAsync(_options.RequestTimeout, cancellation);
            return true;
        });

    /// <summary>Reads the memory figures. Costs the target well under a millisecond.</summary>
    /// <exception cref="TargetException"/>
    public async Task<MemorySample> SampleMemoryAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(() =>
            Connection.Runtime.EvaluateAsync(MemoryQuestion, CdpJson.Default.WireMemory, _options.RequestTimeout, cancellation));
        return SampleOf(answer);
    }

    internal MemorySample SampleOf(WireMemory answer) => new()
    {
        Timestamp = _options.Time.GetUtcNow(),
        HeapUsedBytes = answer.HeapUsed,
        HeapTotalBytes = answer.HeapTotal,
        ExternalBytes = answer.External,
        ArrayBuffersBytes = answer.ArrayBuffers,
        RssBytes = answer.Rss,
        HeapLimitBytes = answer.HeapLimit,
        FileDescriptors = _reach.LocalProcessId is { } processId ? ProcDescriptors.Count(processId) : null,
        ActiveResources = answer.Resources,
    };

    /// <summary>
    /// Streams a heap snapshot into the destination as it comes; see <see cref="HeapProfilerDomain.TakeHeapSnapshotAsync"/>. A
    /// failure of the destination comes out as it was thrown. <c>SnapshotCapture</c> does it safely into a file.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<long> TakeSnapshotAsync(Stream destination, IProgress<SnapshotProgress>? progress, CancellationToken cancellation) =>
        await AskAsync(() => Connection.HeapProfiler.TakeHeapSnapshotAsync(destination, progress, _options.SilenceTimeout, cancellation));

    /// <summary>Open descriptors by what they are: files by their paths, <c>socket</c>, <c>pipe</c> …; null where the process is not on this machine or not ours to see.</summary>
    public IReadOnlyDictionary<string, int>? ListDescriptors() => _reach.LocalProcessId is { } processId ? ProcDescriptors.List(processId) : null;

    /// <summary>The number of objects in the heap, which is what a snapshot costs by. The target stands still meanwhile, for a quarter of a snapshot's time at the most.</summary>
    /// <exception cref="TargetException"/>
    public async Task<long> CountObjectsAsync(CancellationToken cancellation) =>
        await AskAsync(() => Connection.HeapProfiler.CountObjectsAsync(_options.SilenceTimeout, cancellation));

    /// <summary>The value of an expression in the target: a string as it is, anything else as JSON, <c>undefined</c> as null.</summary>
    /// <exception cref="TargetException"/>
    public async Task<string?> EvaluateAsync(string expression, CancellationToken cancellation) =>
        await AskAsync(() => Connection.Runtime.EvaluateAsync(expression, _options.RequestTimeout, cancellation));

    /// <summary>
    /// The texts of scripts as they run, which may differ from the files: a loader compiles TypeScript in memory, a deployment replaces files. Only of
    /// a program that we started, others would run slower ever after (see <see cref="DebuggerDomain"/>); empty for those.
    /// </summary>
    /// <returns>By name, which is a <c>file:</c> URL for files; a heap snapshot tells the path of those that were loaded with <c>require</c>.</returns>
    /// <param name="isWanted">By the name.</param>
    /// <param name="mostCharacters">What follows when so many have been read is left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyDictionary<string, string>> ReadScriptsAsync(Func<string, bool> isWanted, long mostCharacters, CancellationToken cancellation) =>
        !IsOurs ? new Dictionary<string, string>() : await AskAsync(() => Connection.Debugger.ReadScriptsAsync(isWanted, mostCharacters, _options.RequestTimeout, cancellation));

    /// <summary>The source maps, as JSON, that Node itself keeps of scripts: it does where source maps are enabled, also for what a loader compiled in memory.</summary>
    /// <param name="names">The scripts' names as V8 tells them.</param>
    /// <param name="mostCharacters">What follows when so many have been read is left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyDictionary<string, string>> ReadSourceMapsAsync(IReadOnlySet<string> names, long mostCharacters, CancellationToken cancellation)
    {
        var list = JsonSerializer.Serialize([.. names], CdpJson.Default.StringArray);
        return await AskAsync(() => Connection.Runtime.EvaluateAsync($"({SourceMapQuestion})({list}, {mostCharacters})", CdpJson.Default.DictionaryStringString, _options.RequestTimeout, cancellation));
    }

    /// <summary>The worker threads that run now; none where a worker itself was asked. A session is opened with each and closed again.</summary>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyList<WorkerThread>> ListWorkersAsync(CancellationToken cancellation) => Worker is not null ? [] : await AskAsync(async () =>
    {
        var workers = await Connection.NodeWorker.EnterAsync(_options.RequestTimeout, cancellation);
        await Connection.NodeWorker.LeaveAsync(_options.RequestTimeout, cancellation);
        return workers;
    });

    /// <summary>
    /// Does something with one of the worker threads, as if it had been opened itself, and comes back to the main thread. This target is
    /// not to be asked meanwhile.
    /// </summary>
    /// <exception cref="TargetException">There is no such worker, or it was lost.</exception>
    public async Task<T> WithWorkerAsync<T>(int threadId, Func<NodeTarget, Task<T>> work, CancellationToken cancellation)
    {
        await AskAsync(async () =>
        {
            await _reach.EnterWorkerAsync(ProcessId, threadId, cancellation);
            return true;
        });
        try
        {
            return await work(new NodeTarget(_reach, _identity, threadId, _options));
        }
        finally
        {
            await AskAsync(async () =>
            {
                await _reach.LeaveWorkerAsync(cancellation);
                return true;
            });
        }
    }

    /// <summary>
    /// Starts a watching function in the target: <paramref name="factory"/> is JavaScript, a function of <c>require</c> whose result
    /// has a <c>stop()</c> that undoes it, which is called when we leave, or are gone.
    /// </summary>
    /// <exception cref="TargetException"/>
    internal async Task<TargetMonitor> StartMonitorAsync(string factory, CancellationToken cancellation) => await AskAsync(async () =>
    {
        var guard = await _reach.GuardAsync(cancellation);
        return new TargetMonitor(this, await guard.StartAsync(factory, cancellation));
    });

    public ValueTask DisposeAsync() => _reach.DisposeAsync();

    /// <summary>Asks the target and turns a failure of the protocol into words about the target.</summary>
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

    private static string Describe(TargetSpec spec) => spec switch
    {
        TargetSpec.RunningProcess process => $"pid {process.ProcessId}",
        TargetSpec.Inspector inspector => $"the inspector at {inspector.Address.Authority}",
        TargetSpec.Command command => command.Text,
        _ => "the target",
    };
}
