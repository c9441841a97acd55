using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise stats TARGET</c>: one reading of everything that Node tells about itself.</summary>
internal sealed class StatsCommand : Verb
{
    private static readonly TimeSpan UsualWindow = TimeSpan.FromSeconds(1);

    private readonly TargetOption _target = new();
    private readonly Option<bool> _explain = new("--explain") { Description = "say what each figure means, and when to worry" };
    private readonly Option<TimeSpan?> _window = new("--duration") { Description = "how long the event loop is watched (1s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };

    public StatsCommand(Terminal terminal)
        : base(
            terminal, "stats", "one reading of a running process: memory, heap spaces, event loop, handles",
            "Nothing is collected and nothing stands still: the reading costs the process about a millisecond. Its event loop is watched for a second. The program needs no change: its inspector is opened for that time only.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All, _explain, _window]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise stats 4711", "How the memory of process 4711 stands.") { IsLive = true },
        new("heapwise stats 4711 --explain", "The same, each figure with its meaning.") { IsLive = true },
        new("heapwise stats 4711/worker:1 --format json", "Its first worker thread, for scripts.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        await using var target = await NodeTarget.OpenAsync(_target.Resolve(parsed), options: null, cancellation);
        output.Trace($"attached to {target.Name}, Node {target.NodeVersion}");
        var monitor = await ProcessMonitor.StartAsync(target, cancellation);
        await Task.Delay(parsed.GetValue(_window) ?? UsualWindow, output.Terminal.Time, cancellation);
        var report = ReportOf(target, await monitor.ReadAsync(cancellation), await target.ListWorkersAsync(cancellation));
        output.Write(() => ReportJson.Write(report), () => StatsPage.Of(report, parsed.GetValue(_explain)));
        return ExitCode.Success;
    }

    private static StatsReport ReportOf(NodeTarget target, ProcessReading reading, IReadOnlyList<WorkerThread> workers)
    {
        var (memory, heap, usage, delay) = (reading.Memory, reading.Heap, reading.Usage, reading.Loop.Delay);
        var cgroup = target.IsLocal && OperatingSystem.IsLinux() ? CgroupMemory.Find(target.ProcessId) : null;
        return new StatsReport
        {
            ProcessId = target.ProcessId,
            Worker = target.Worker,
            NodeVersion = target.NodeVersion,
            Script = target.Script,
            UptimeSeconds = Math.Round(reading.Uptime.TotalSeconds, 3),
            Memory = new StatsMemory(memory.RssBytes, memory.HeapTotalBytes, memory.HeapUsedBytes, memory.ExternalBytes, memory.ArrayBuffersBytes, cgroup?.UsedBytes, cgroup?.LimitBytes),
            Heap = new StatsHeap(
                heap.LimitBytes, Math.Round((double)memory.HeapUsedBytes / heap.LimitBytes, 4), heap.PhysicalBytes, heap.MallocedBytes, heap.PeakMallocedBytes, heap.NativeContexts,
                heap.DetachedContexts, heap.GlobalHandlesUsedBytes, heap.GlobalHandlesTotalBytes, heap.AllocatedBytes),
            Spaces = [.. reading.Spaces.Select(space => new StatsSpace(HeapSpace.ShortName(space.Name), space.SizeBytes, space.UsedBytes, space.AvailableBytes, space.PhysicalBytes))],
            EventLoop = new StatsLoop(
                Math.Round(reading.Window.TotalSeconds, 3), Math.Round(reading.Loop.Utilization, 4), Rounded(delay?.MeanMs), Rounded(delay?.P50Ms), Rounded(delay?.P99Ms), Rounded(delay?.MaxMs)),
            ActiveResources = memory.ActiveResources,
            Usage = new StatsUsage(
                usage.UserTime.TotalSeconds, usage.SystemTime.TotalSeconds, usage.MaxRssBytes, usage.MajorPageFaults, usage.FileReads, usage.FileWrites,
                usage.VoluntaryContextSwitches, usage.InvoluntaryContextSwitches, memory.FileDescriptors, target.IsLocal && OperatingSystem.IsLinux() ? ProcLimits.FindMaxOpenFiles(target.ProcessId) : null),
            Workers = [.. workers.Select(worker => new StatsWorker(worker.ThreadId, worker.Title, worker.Script))],
        };
    }

    private static double? Rounded(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;
}
