using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Reports;

/// <summary>The rate at which a leak grows.</summary>
public sealed record RateReport
{
    /// <summary><c>request</c>, <c>second</c> or <c>round</c>: a leak by the second grows whatever the program is asked to do.</summary>
    public required RateBasis Basis { get; init; }

    /// <summary>Bytes per request, second or round.</summary>
    public required double Bytes { get; init; }

    /// <summary>What is put into the holder, likewise; null where growth leaves no objects.</summary>
    public required double? Objects { get; init; }

    public static RateReport From(LeakRate rate) => new()
    {
        Basis = rate.Basis,
        Bytes = Math.Round(rate.Bytes, 1),
        Objects = rate.Objects is { } objects ? Math.Round(objects, 2) : null,
    };
}
