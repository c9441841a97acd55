using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Reports;

/// <summary>The calls that allocate what leaks, recorded in a round after the verdict.</summary>
public sealed record AllocatedByReport
{
    /// <summary>Leaked objects of that round whose stack is known.</summary>
    public required int Objects { get; init; }

    /// <summary>The part of them that these calls allocate, up to 1.</summary>
    public required double Share { get; init; }

    /// <summary>True where allocations were sampled, without snapshots: then samples take the place of objects. Earlier versions have
    /// none.</summary>
    public bool IsSampled { get; init; }

    /// <summary>From the program's first function to the one that allocates.</summary>
    public required IReadOnlyList<AllocatingFrameReport> Frames { get; init; }

    public static AllocatedByReport? From(LeakStack? stack) => stack is null ? null : new AllocatedByReport
    {
        Objects = stack.Objects,
        Share = Math.Round(stack.Share, 3),
        IsSampled = stack.IsSampled,
        Frames = [.. stack.Frames.Select(AllocatingFrameReport.From)],
    };
}

/// <summary>A function of the program, or several in a row of one library or of Node.</summary>
public sealed record AllocatingFrameReport
{
    /// <summary>The function, of several the first; null for one without a name.</summary>
    public required string? Function { get; init; }

    /// <summary>The package, <c>node</c> for Node's own code; null for the program's.</summary>
    public required string? Library { get; init; }

    /// <summary>How many functions this stands for.</summary>
    public required int Functions { get; init; }

    /// <summary>Where the function begins.</summary>
    public required LocationReport? Location { get; init; }

    public static AllocatingFrameReport From(LeakStackFrame frame) => new()
    {
        Function = frame.Function,
        Library = frame.Owner == CodeOwner.Runtime ? "node" : frame.Library,
        Functions = frame.Functions,
        Location = LocationReport.From(frame.Location),
    };
}
