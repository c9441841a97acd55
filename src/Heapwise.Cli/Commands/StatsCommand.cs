using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Attaching;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Outside.Copying;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise stats TARGET</c>: one reading of everything that Node reports about itself.</summary>
internal sealed class StatsCommand : Verb
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(1);

    /// <summary>A loop that turns has turned in this time, if only for the timer that measures it.</summary>
    private static readonly TimeSpan MinWindow = TimeSpan.FromMilliseconds(200);

    private readonly TargetOption _target = new(mayStart: true);
    private readonly Option<bool> _explain = new("--explain") { Description = "explain each figure, and when to worry about it" };

    private readonly Option<TimeSpan?> _window = new("--duration")
    {
        Description = "how long to observe the event loop (1s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<bool> _outside = new("--outside")
    {
        Description = "ask the process nothing: read V8's counters in its memory, and its stack",
    };

    public StatsCommand(Terminal terminal)
        : base(
            terminal, "stats", "reads the memory, heap spaces, event loop and handles of a running process once",
            "Nothing is collected and nothing is paused: the reading costs the process about a millisecond. Its event loop is observed for "
            + "a second. The program needs no change: its inspector is open only for that time.\nWith --outside (Linux x64, official Node "
            + "18 to 26), nothing of it is opened or asked: V8's counters are read in its memory, and, if it is busy, which functions it "
            + "is in, also when its event loop is blocked. It stands still for some milliseconds at most. Takes the rights of a debugger.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All, _explain, _window, _outside]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise stats 4711", "The memory of process 4711 right now.") { IsLive = true },
        new("heapwise stats 4711 --explain", "The same, with each figure explained.") { IsLive = true },
        new("heapwise stats 4711 --outside", "What a blocked process is doing, and how full its heap is.") { IsLive = true },
        new("heapwise stats 4711/worker:1 --format json", "Its first worker thread, for scripts.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (parsed.GetValue(_outside)) return await ReadOutsideAsync(parsed, output, cancellation);
        await using var target = await TargetOpening.OpenAsync(_target, _target.Resolve(parsed), parsed, output, cancellation);
        var monitor = await ProcessMonitor.StartAsync(target, cancellation);
        await target.LetRunAsync(cancellation);
        await Task.Delay(parsed.GetValue(_window) ?? DefaultWindow, output.Terminal.Time, cancellation);
        var report = ReportOf(target, await monitor.ReadAsync(cancellation), await target.ListWorkersAsync(cancellation));
        output.Write(() => ReportJson.Write(report), () => StatsPage.Of(report, parsed.GetValue(_explain)));
        return ExitCode.Success;
    }

    private async Task<int> ReadOutsideAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        foreach (Option option in (Option[])[_explain, _target.Timeout, _target.MoveInspector])
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} cannot be combined with --outside. See 'heapwise stats --help'");
        }

        if (_target.Resolve(parsed) is not TargetSpec.RunningProcess { Worker: null, ProcessId: var processId })
            throw new UsageException("--outside reads the main thread of a process of this machine: name it by PID or --name");
        var window = parsed.GetValue(_window) ?? DefaultWindow;
        var reading = await OutsideReading.TakeAsync(processId, window, new OutsideOptions(), output.Terminal.Time, cancellation);
        var process = NodeProcess.List().FirstOrDefault(process => process.ProcessId == processId);
        var report = OutsideStats.ReportOf(processId, process, reading, window);
        output.Write(() => ReportJson.Write(report), () => OutsideStatsPage.Of(report));
        return ExitCode.Success;
    }

    private static StatsReport ReportOf(NodeTarget target, ProcessReading reading, IReadOnlyList<WorkerThread> workers) => new()
    {
        ProcessId = target.ProcessId,
        Worker = target.Worker,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
        UptimeSeconds = Math.Round(reading.Uptime.TotalSeconds, 3),
        Memory = MemoryOf(reading.Memory, CanReadSystem(target) ? CgroupMemory.Find(target.ProcessId) : null),
        Heap = HeapOf(reading.Heap, reading.Memory.HeapUsedBytes),
        Spaces = [.. reading.Spaces.Select(SpaceOf)],
        EventLoop = LoopOf(reading),
        ActiveResources = reading.Memory.ActiveResources,
        Usage = UsageOf(reading, CanReadSystem(target) ? ProcLimits.FindMaxOpenFiles(target.ProcessId) : null),
        Workers = [.. workers.Select(worker => new StatsWorker(worker.ThreadId, worker.Title, worker.Script))],
    };

    /// <summary>Whether the process is one of this machine, and <c>/proc</c> tells about it.</summary>
    private static bool CanReadSystem(NodeTarget target) => target.IsLocal && OperatingSystem.IsLinux();

    private static StatsMemory MemoryOf(MemorySample memory, CgroupMemory? cgroup) => new(
        memory.RssBytes, memory.HeapTotalBytes, memory.HeapUsedBytes, memory.ExternalBytes, memory.ArrayBuffersBytes,
        cgroup?.UsedBytes, cgroup?.LimitBytes);

    private static StatsHeap HeapOf(HeapReading heap, long usedBytes) => new(
        heap.LimitBytes, Math.Round((double)usedBytes / heap.LimitBytes, 4), heap.PhysicalBytes, heap.MallocedBytes, heap.PeakMallocedBytes,
        heap.NativeContexts, heap.DetachedContexts, heap.GlobalHandlesUsedBytes, heap.GlobalHandlesTotalBytes, heap.AllocatedBytes);

    private static StatsSpace SpaceOf(HeapSpaceReading space) =>
        new(HeapSpace.ShortName(space.Name), space.SizeBytes, space.UsedBytes, space.AvailableBytes, space.PhysicalBytes);

    private static StatsLoop LoopOf(ProcessReading reading)
    {
        var delay = reading.Loop.Delay;
        // Node counts a turn when it ends, so a loop that has not turned at all looks idle.
        var utilization = delay is null && reading.Window >= MinWindow ? 1 : reading.Loop.Utilization;
        return new StatsLoop(
            Math.Round(reading.Window.TotalSeconds, 3), Math.Round(utilization, 4),
            Rounded(delay?.MeanMs), Rounded(delay?.P50Ms), Rounded(delay?.P99Ms), Rounded(delay?.MaxMs));
    }

    private static StatsUsage UsageOf(ProcessReading reading, int? fileDescriptorLimit)
    {
        var usage = reading.Usage;
        return new StatsUsage(
            usage.UserTime.TotalSeconds, usage.SystemTime.TotalSeconds, usage.MaxRssBytes, usage.MajorPageFaults, usage.FileReads,
            usage.FileWrites, usage.VoluntaryContextSwitches, usage.InvoluntaryContextSwitches, reading.Memory.FileDescriptors,
            fileDescriptorLimit);
    }

    private static double? Rounded(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;
}
