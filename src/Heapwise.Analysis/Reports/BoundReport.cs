using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Reports;

/// <summary>A bound that the program's code gives a holder and that the run did not reach.</summary>
public sealed record BoundReport
{
    /// <summary>The most entries; null where the code does not say, or goes by their age.</summary>
    public required double? Limit { get; init; }

    /// <summary>True where entries are removed by their age.</summary>
    public required bool ByAge { get; init; }

    /// <summary>The code.</summary>
    public required LocationReport? Location { get; init; }

    public static BoundReport From(LeakBound bound) => new()
    {
        Limit = (bound as LeakBound.Size)?.Limit,
        ByAge = bound is LeakBound.Age,
        Location = LocationReport.From(bound.At),
    };
}
