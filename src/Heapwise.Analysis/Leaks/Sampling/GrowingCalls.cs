using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Sampling;

/// <summary>A function of the program whose allocations stay alive at a steady rate.</summary>
/// <param name="At">Position in the tree of the program.</param>
/// <param name="Call">What it adds.</param>
/// <param name="Steadiness">How steadily.</param>
internal sealed record GrowingCall(int At, LiveCalls.Call Call, Steadiness Steadiness);

/// <summary>
/// Finds the functions whose allocations accumulate: from the functions called first downwards, as long as most of what a function adds
/// is added by one that it calls. Samples are counted, so what an interval shows of a steady rate scatters by the square root of its count.
/// </summary>
/// <param name="calls">What each interval added.</param>
/// <param name="intervals">The work between two profiles each.</param>
/// <param name="isConfirmed">Whether a burst was to tell a leak from a cache that fills up.</param>
internal sealed class GrowingCalls(LiveCalls calls, SnapshotIntervals intervals, bool isConfirmed)
{
    /// <summary>Fewer samples in all say nothing.</summary>
    private const int MinSamples = 6;

    /// <summary>What a called function must add of what its caller adds to be named in its place.</summary>
    private const double MinShareOfCaller = 0.6;

    /// <summary>The slowest interval must have at least this share of the mean rate, and what chance takes away.</summary>
    private const double MinShareOfMean = 0.45;

    /// <summary>Standard deviations that chance may take away.</summary>
    private const double Deviations = 2;

    /// <summary>A function that adds fewer samples in all, at an even rate, is not found.</summary>
    public double FewestSamples => isConfirmed ? 4 * Deviations * Deviations : MinSamples;

    /// <summary>Most bytes first.</summary>
    public IReadOnlyList<GrowingCall> Find()
    {
        List<GrowingCall> found = [];
        foreach (var first in calls.Root.Called) Search(first, found);
        return [.. found.OrderByDescending(growing => growing.Call.Bytes.Sum())];
    }

    /// <summary>Null where samples are too few, or do not grow in every interval.</summary>
    private Steadiness? SteadinessOf(IReadOnlyList<long> samples)
    {
        double total = samples.Sum();
        if (total < MinSamples || samples.Count < 2) return null;
        var steadiness = intervals.SteadinessOf(samples);
        var units = intervals.UnitsOf(steadiness.Basis);
        var rate = total / units.Sum();
        for (var interval = 0; interval < samples.Count; interval++)
        {
            var expected = rate * units[interval];
            if (samples[interval] < (MinShareOfMean * expected) - (Deviations * Math.Sqrt(expected))) return null;
        }

        return GoesOn(samples, units) ? steadiness : null;
    }

    /// <summary>What fills up adds less and less: the second half of the work must still add its part, and so must the burst.</summary>
    private bool GoesOn(IReadOnlyList<long> samples, IReadOnlyList<double> units)
    {
        var half = units.Sum() / 2;
        double firstUnits = 0, first = 0, last = 0;
        for (var interval = 0; interval < samples.Count; interval++)
        {
            var toFirst = Math.Clamp((half - firstUnits) / units[interval], 0, 1);
            firstUnits += units[interval];
            first += toFirst * samples[interval];
            last += (1 - toFirst) * samples[interval];
        }

        if (last < (MinShareOfMean * first) - (Deviations * Math.Sqrt(Math.Max(first, 0)))) return false;
        if (intervals.Weights is not { } weights || !isConfirmed) return true;
        var beforeBurst = samples.TakeWhile((_, interval) => weights[interval] == 1).Sum();
        var burst = samples.Where((_, interval) => weights[interval] > 1).Sum();
        return IsMoreThanChance(last, first) && IsMoreThanChance(burst, beforeBurst);
    }

    /// <summary>
    /// A full cache holds about as many samples as before, but not the same: some were added and as many are gone, so that their number
    /// scatters.
    /// </summary>
    private static bool IsMoreThanChance(double added, double held) => added >= Deviations * Math.Sqrt(2 * Math.Max(held, 0));

    private void Search(int at, List<GrowingCall> found)
    {
        var call = calls.At(at);
        if (SteadinessOf(call.Samples) is not { } steadiness)
        {
            foreach (var called in call.Called) Search(called, found);
            return;
        }

        foreach (var called in call.Called)
        {
            if (calls.At(called).Bytes.Sum() < MinShareOfCaller * call.Bytes.Sum()) continue;
            if (SteadinessOf(calls.At(called).Samples) is null) continue;
            Search(called, found);
            return;
        }

        found.Add(new GrowingCall(at, call, steadiness));
    }
}
