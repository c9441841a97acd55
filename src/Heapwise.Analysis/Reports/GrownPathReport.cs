using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Structure;

namespace Heapwise.Analysis.Reports;

/// <summary>Objects of one class that are held in one way, of which the files have more and more.</summary>
public sealed record GrownPathReport
{
    /// <summary>Who holds them, in words, such as <c>variable cache in users.js</c>; null where there is no name.</summary>
    public required string? Holder { get; init; }

    public required string ClassName { get; init; }

    /// <summary>One of them in the last file.</summary>
    public required long ExampleNodeId { get; init; }

    public required long Delta { get; init; }

    /// <summary>Growth of what they retain.</summary>
    public required long DeltaBytes { get; init; }

    /// <summary>Objects in each file.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>Their own bytes in each file.</summary>
    public required IReadOnlyList<long> ShallowBytes { get; init; }

    /// <summary>What they retain in each file.</summary>
    public required IReadOnlyList<long> RetainedBytes { get; init; }

    /// <summary>From the root to the example.</summary>
    public required IReadOnlyList<PathStepReport> RetainerPath { get; init; }

    public static GrownPathReport From(GrownPath path) => new()
    {
        Holder = path.Holder.Kind == HolderKind.None ? null : ReportLanguages.English.NameOf(path.Holder),
        ClassName = path.ClassName,
        ExampleNodeId = path.Example.Value,
        Delta = path.Growth,
        DeltaBytes = path.RetainedGrowth,
        Counts = [.. path.Sizes.Select(size => (long)size.Count)],
        ShallowBytes = [.. path.Sizes.Select(size => size.ShallowBytes)],
        RetainedBytes = [.. path.Sizes.Select(size => size.RetainedBytes)],
        RetainerPath = [.. path.Path.Select(step => PathStepReport.From(step))],
    };
}
