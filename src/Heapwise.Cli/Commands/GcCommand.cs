using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise gc TARGET</c>: forces a collection and shows what it freed, or watches the process's own collections.</summary>
internal sealed class GcCommand : Verb
{
    private const string HelpDetails =
        "Works without --expose-gc. The heap that remains after a full collection is the floor; a floor that rises over time is the sign "
        + "of a leak. The process is paused for the collection, about a second per gigabyte of live objects. --watch only observes: kind, "
        + "pause, heap before and after for every collection, then their totals and the trend of the floor.";

    private readonly TargetOption _target = new(mayStart: true);

    private readonly Option<bool> _watch = new("--watch", "-w")
    {
        Description = "force no collection: show collections as they happen, and totals at the end (Ctrl-C)",
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "with --watch: stop after this time",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    public GcCommand(Terminal terminal)
        : base(
            terminal, "gc", "forces a garbage collection and shows what it freed; --watch shows collections as they happen", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All, _watch, _duration]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise gc 4711", "Collect the garbage of process 4711: before and after, by heap space.") { IsLive = true },
        new("heapwise gc 4711 --watch --duration 5m", "Watch its own collections for five minutes.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var spec = _target.Resolve(parsed);
        var isWatching = parsed.GetValue(_watch);
        if (!isWatching && parsed.GetValue(_duration) is not null) throw new UsageException("--duration needs --watch");
        if (!isWatching && spec is TargetSpec.Command)
            throw new UsageException("a program that has just started has no garbage yet: add --watch, or name a running process");
        await using var target = await TargetOpening.OpenAsync(_target, spec, parsed, output, cancellation);
        if (isWatching) return await new GcWatch(target, output).RunAsync(parsed.GetValue(_duration), cancellation);
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        line.Show($"{target.Name}: waiting for its event loop to turn, and collecting garbage", fraction: null);
        var report = ReportOf(target, await ForcedGarbageCollection.RunAsync(target, cancellation));
        line.Clear();
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
        Spaces = [.. collection.SpacesBefore.Zip(collection.SpacesAfter).Select(space => SpaceOf(space.First, space.Second))],
    };

    private static GcSpace SpaceOf(HeapSpaceReading before, HeapSpaceReading after) =>
        new(HeapSpace.ShortName(before.Name), before.UsedBytes, after.UsedBytes);

    private static GcMemory MemoryOf(MemorySample sample) =>
        new(sample.HeapUsedBytes, sample.HeapTotalBytes, sample.ExternalBytes, sample.ArrayBuffersBytes, sample.RssBytes);
}
