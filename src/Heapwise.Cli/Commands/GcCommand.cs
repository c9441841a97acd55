using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Rendering;
using Heapwise.Live.Recording;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise gc TARGET</c>: collects a process's garbage and says what that freed.</summary>
internal sealed class GcCommand : Verb
{
    private readonly TargetOption _target = new();

    public GcCommand(Terminal terminal)
        : base(
            terminal, "gc", "collects a process's garbage and says what that freed",
            "Works without --expose-gc. What stays after it is the floor: that it rises from time to time is what makes a leak. The process stands still for the collection, about a second for each gigabyte of live objects.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _target.All]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise gc 4711", "Collect the garbage of process 4711: before, after, freed, by space.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        await using var target = await NodeTarget.OpenAsync(_target.Resolve(parsed), options: null, cancellation);
        output.Trace($"attached to {target.Name}, Node {target.NodeVersion}");
        var report = ReportOf(target, await ForcedCollection.RunAsync(target, cancellation));
        output.Write(() => ReportJson.Write(report), () => GcPage.Of(report));
        return ExitCode.Success;
    }

    private static GcReport ReportOf(NodeTarget target, ForcedCollection collection) => new()
    {
        ProcessId = target.ProcessId,
        Worker = target.Worker,
        NodeVersion = target.NodeVersion,
        Script = target.Script,
        PauseMs = Math.Round(collection.Took.TotalMilliseconds, 1),
        Before = MemoryOf(collection.Before),
        After = MemoryOf(collection.After),
        Spaces = [.. collection.SpacesBefore.Zip(collection.SpacesAfter, (before, after) => new GcSpace(Words.Space(before.Name), before.UsedBytes, after.UsedBytes))],
    };

    private static GcMemory MemoryOf(MemorySample sample) =>
        new(sample.HeapUsedBytes, sample.HeapTotalBytes, sample.ExternalBytes, sample.ArrayBuffersBytes, sample.RssBytes);
}
