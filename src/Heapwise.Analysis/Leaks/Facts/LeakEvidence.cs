using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>What the confidence in a leak is based on.</summary>
public abstract record LeakEvidence
{
    private LeakEvidence()
    {
    }

    /// <summary>Objects born in each interval that are still alive.</summary>
    /// <param name="Born">Objects by interval.</param>
    /// <param name="Steadiness">How steadily.</param>
    /// <param name="HolderGrew">Whether the holder itself grew; null where the earlier snapshots do not show it.</param>
    public sealed record BornObjects(IReadOnlyList<long> Born, Steadiness Steadiness, bool? HolderGrew) : LeakEvidence;

    /// <summary>What the holder retained more after each interval, where growth leaves no objects to count.</summary>
    /// <param name="Grown">Bytes by interval.</param>
    /// <param name="Steadiness">How steadily.</param>
    public sealed record RetainedBytes(IReadOnlyList<long> Grown, Steadiness Steadiness) : LeakEvidence;

    /// <summary>A measure of the process that rose.</summary>
    /// <param name="Measure">Which.</param>
    /// <param name="Values">Its value after each round.</param>
    /// <param name="Reason">Why its trend is judged as it is.</param>
    public sealed record RisingMeasure(Measure Measure, IReadOnlyList<long> Values, TrendReason Reason) : LeakEvidence;
}
