namespace Heapwise.Analysis.Survivors;

/// <summary>The load between consecutive snapshots, and what counts as steady growth under it.</summary>
/// <param name="Requests">Requests of each interval; null where they were not counted.</param>
/// <param name="Weights">The length of each interval in usual rounds; null: one each.</param>
public sealed record SnapshotIntervals(IReadOnlyList<int?> Requests, IReadOnlyList<int>? Weights = null)
{
    /// <summary>Fewer objects an interval are never called a leak: lazy start-up, one more connection, an entry of a cache.</summary>
    public const int MinObjects = 10;

    /// <summary>Fewer objects a request are never called a leak.</summary>
    public const double MinPerRequest = 0.1;

    /// <summary>The slowest interval must have at least this share of the fastest one's rate.</summary>
    public const double MinEvenness = 0.5;

    /// <summary>Growth by bytes that continues keeps at least this share of its rate.</summary>
    private const double MinRateAfter = 0.35;

    public int Count => Requests.Count;

    /// <summary>Usual rounds in all.</summary>
    public int TotalWeight => Weights?.Sum() ?? Count;

    /// <summary>All requests; null where some interval's were not counted.</summary>
    public int? TotalRequests => Requests.Any(requests => requests is null or 0) ? null : Requests.Sum(requests => requests!.Value);

    /// <summary>
    /// The slowest interval's share of the fastest one's rate, from 0 to 1. Intervals of unknown load count by their length in rounds.
    /// </summary>
    public double EvennessOf(ReadOnlySpan<int> born)
    {
        Span<long> wide = stackalloc long[born.Length];
        for (var interval = 0; interval < born.Length; interval++) wide[interval] = born[interval];
        return SlowestOfFastest(wide);
    }

    /// <summary>The same for bytes, or for many counts added up.</summary>
    public double EvennessOf(IReadOnlyList<long> grown) => SlowestOfFastest([.. grown]);

    private double SlowestOfFastest(ReadOnlySpan<long> born)
    {
        var counted = TotalRequests is not null;
        double slowest = double.MaxValue, fastest = 0;
        for (var interval = 0; interval < born.Length; interval++)
        {
            var load = counted ? Requests[interval]!.Value : Weights?[interval] ?? 1; // counted: every interval has requests
            var rate = born[interval] / (double)load;
            slowest = Math.Min(slowest, rate);
            fastest = Math.Max(fastest, rate);
        }

        return fastest == 0 ? 0 : slowest / fastest;
    }

    /// <summary>True where every interval left more than a few objects, at whatever rate.</summary>
    public static bool AreEnough(ReadOnlySpan<int> born)
    {
        foreach (var count in born)
        {
            if (count < MinObjects) return false;
        }

        return true;
    }

    /// <summary>True where objects born in every interval are still alive, at about one rate.</summary>
    public bool AreSteady(ReadOnlySpan<int> born, double minPerRequest = MinPerRequest)
    {
        for (var interval = 0; interval < born.Length; interval++)
        {
            if (Requests[interval] is { } requests && born[interval] < minPerRequest * requests) return false;
        }

        return born.Length > 0 && AreEnough(born) && EvennessOf(born) >= MinEvenness;
    }

    /// <summary>
    /// True where growth by bytes continued under a burst at about the rate of the rounds before, and where there was no burst. A backing
    /// store grows in leaps, so single intervals say nothing: all before the burst are compared with all from the burst on.
    /// </summary>
    public bool GoesOn(IReadOnlyList<long> grownBytes)
    {
        var burst = Weights is null ? -1 : Weights.ToList().FindIndex(weight => weight > 1);
        return burst < 1 || RateOf(grownBytes, burst, Count) >= MinRateAfter * RateOf(grownBytes, 0, burst);
    }

    private double RateOf(IReadOnlyList<long> grown, int from, int to)
    {
        // Only called where there is a burst, so weights are known; where all requests are counted, every interval has them.
        double sum = 0, load = 0;
        for (var interval = from; interval < to; interval++)
        {
            sum += grown[interval];
            load += TotalRequests is null ? Weights![interval] : Requests[interval]!.Value;
        }

        return sum / load;
    }

    /// <summary>
    /// Objects a request: a whole number where every interval agrees on it but for a few, otherwise to two digits. Null where requests are
    /// not counted.
    /// </summary>
    public double? PerRequest(IReadOnlyList<long> born)
    {
        if (TotalRequests is not { } total) return null;
        var rate = born.Sum() / (double)total;
        var whole = Math.Round(rate);
        for (var interval = 0; interval < born.Count && whole > 0; interval++)
        {
            var expected = whole * Requests[interval]!.Value; // TotalRequests has checked
            if (Math.Abs(born[interval] - expected) > Math.Max(2, 0.01 * expected)) return Math.Round(rate, 2);
        }

        return whole > 0 ? whole : Math.Round(rate, 2);
    }
}
