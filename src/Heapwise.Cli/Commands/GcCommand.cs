using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise gc TARGET</c>: collects a process's garbage and says what that freed, or watches its own collections.</summary>
internal sealed class GcCommand : Verb
{
    private readonly TargetOption _target = new(mayStart: true);
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "collect nothing: show collections as they come, and sum them up at the end (Ctrl-C)" };
    private readonly Option<TimeSpan?> _duration = new("--duration") { Description = "with --watch: end after this time", HelpName = "TIME", CustomParser = OptionParsers.Duration };

    public GcCommand(Terminal terminal)
        : base(
            terminal, "gc", "collects a process's garbage and says what that freed; --watch shows its collections",
            "Works without --expose-gc. What stays after a full collection is the floor: that it rises from time to time is what makes a leak. The process stands still for the collection, about a second for each gigabyte of live objects. --watch only listens: kind, pause, heap before and after of every collection, then their sums and the floor's trend.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All, _watch, _duration]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise gc 4711", "Collect the garbage of process 4711: before, after, freed, by space.") { IsLive = true },
        new("heapwise gc 4711 --watch --duration 5m", "Five minutes of its own collections.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var spec = _target.Resolve(parsed);
        var isWatching = parsed.GetValue(_watch);
        if (!isWatching && parsed.GetValue(_duration) is not null) throw new UsageException("--duration goes with --watch: one collection has no duration to choose");
        if (!isWatching && spec is TargetSpec.Command) throw new UsageException("a program that has just been started has no garbage yet: add --watch, or name one that runs");
        await using var target = await NodeTarget.OpenAsync(spec, new TargetOptions { Time = output.Terminal.Time }, cancellation);
        output.Trace($"attached to {target.Name}, Node {target.NodeVersion}");
        if (isWatching) return await new GcWatch(target, output).RunAsync(parsed.GetValue(_duration), cancellation);
        var report = ReportOf(target, await ForcedGarbageCollection.RunAsync(target, cancellation));
        output.Write(() => ReportJson.Write(report), () => GcPage.Of(report));
        return ExitCode.Success;
    }

    private static GcReport ReportOf(NodeTarget target, ForcedGarbageCollection collection) => new()
    {
        ProcessId = target.ProcessId,
        Worker = target.Worker,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
        PauseMs = Math.Round(collection.Took.TotalMilliseconds, 1),
        Before = MemoryOf(collection.Before),
        After = MemoryOf(collection.After),
        Spaces = [.. collection.SpacesBefore.Zip(collection.SpacesAfter, (before, after) => new GcSpace(HeapSpace.ShortName(before.Name), before.UsedBytes, after.UsedBytes))],
    };

    private static GcMemory MemoryOf(MemorySample sample) =>
        new(sample.HeapUsedBytes, sample.HeapTotalBytes, sample.ExternalBytes, sample.ArrayBuffersBytes, sample.RssBytes);
}
