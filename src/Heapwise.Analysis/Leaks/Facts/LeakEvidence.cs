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

    /// <summary>
    /// What an array retained more after each interval, whose backing store grows in leaps that agree with a steady rate.
    /// </summary>
    /// <param name="Grown">Bytes by interval.</param>
    /// <param name="Basis">What the rate is taken by.</param>
    /// <param name="MinBytes">The lowest rate that agrees with all sizes.</param>
    /// <param name="MaxBytes">The highest.</param>
    public sealed record LeapingBytes(IReadOnlyList<long> Grown, RateBasis Basis, double MinBytes, double MaxBytes) : LeakEvidence;

    /// <summary>What the holder has more of than the one in its place in a snapshot of another process.</summary>
    /// <param name="First">The first file.</param>
    /// <param name="Last">The last file.</param>
    /// <param name="Grown">How much more, from each file to the next.</param>
    /// <param name="AreBytes">True where that is bytes, for growth that leaves no objects; else it is objects.</param>
    public sealed record HeldMore(string First, string Last, IReadOnlyList<long> Grown, bool AreBytes) : LeakEvidence
    {
        public long Total => Grown.Sum();
    }

    /// <summary>Samples of allocations in each round that stayed alive.</summary>
    /// <param name="Samples">Samples by round; fewer than none where more of them went than came.</param>
    /// <param name="IntervalBytes">Bytes that a sample stands for, on average.</param>
    /// <param name="Steadiness">How steadily.</param>
    public sealed record LiveSamples(IReadOnlyList<long> Samples, long IntervalBytes, Steadiness Steadiness) : LeakEvidence;

    /// <summary>A measure of the process that rose.</summary>
    /// <param name="Measure">Which.</param>
    /// <param name="Values">Its value after each round.</param>
    /// <param name="Reason">Why its trend is judged as it is.</param>
    public sealed record RisingMeasure(Measure Measure, IReadOnlyList<long> Values, TrendReason Reason) : LeakEvidence;
}
