namespace Heapwise.Analysis.Growth;

/// <summary>The load between each two snapshots, and what counts as steady growth under it.</summary>
/// <param name="Requests">Requests of each rung; null where they were not counted.</param>
/// <param name="Worth">How many usual rounds each rung was as long as; null: one each.</param>
public sealed record Rungs(IReadOnlyList<int?> Requests, IReadOnlyList<int>? Worth = null)
{
    /// <summary>Fewer objects a rung are never called a leak: lazy start-up, a connection more, an entry of a cache.</summary>
    public const int LeastObjects = 10;

    /// <summary>Fewer objects a request are never called a leak.</summary>
    public const double LeastPerRequest = 0.1;

    /// <summary>The slowest rung must have at least this share of the fastest one's rate.</summary>
    public const double LeastEvenness = 0.5;

    /// <summary>Growth by bytes that goes on keeps at least this share of its rate.</summary>
    private const double LeastRateAfter = 0.35;

    public int Count => Requests.Count;

    /// <summary>Usual rounds in all.</summary>
    public int TotalWorth => Worth?.Sum() ?? Count;

    /// <summary>All requests; null where some rung's were not counted.</summary>
    public int? TotalRequests => Requests.Any(requests => requests is null or 0) ? null : Requests.Sum(requests => requests!.Value);

    /// <summary>The slowest rung's share of the fastest one's rate, from 0 to 1. Rungs of unknown load count by their length in rounds.</summary>
    public double EvennessOf(ReadOnlySpan<int> born)
    {
        Span<long> wide = stackalloc long[born.Length];
        for (var rung = 0; rung < born.Length; rung++) wide[rung] = born[rung];
        return SlowestOfFastest(wide);
    }

    /// <summary>The same of bytes, or of many counts added up.</summary>
    public double EvennessOf(IReadOnlyList<long> grown) => SlowestOfFastest([.. grown]);

    private double SlowestOfFastest(ReadOnlySpan<long> born)
    {
        var counted = TotalRequests is not null;
        double least = double.MaxValue, most = 0;
        for (var rung = 0; rung < born.Length; rung++)
        {
            var rate = born[rung] / (double)(counted ? Requests[rung]!.Value : Worth?[rung] ?? 1); // counted: every rung has requests
            least = Math.Min(least, rate);
            most = Math.Max(most, rate);
        }

        return most == 0 ? 0 : least / most;
    }

    /// <summary>True where every rung left more than a few objects, at whatever rate.</summary>
    public static bool AreEnough(ReadOnlySpan<int> born)
    {
        foreach (var count in born)
        {
            if (count < LeastObjects) return false;
        }

        return true;
    }

    /// <summary>True where objects born in every rung are still alive, at about one rate.</summary>
    public bool AreSteady(ReadOnlySpan<int> born, double leastPerRequest = LeastPerRequest)
    {
        for (var rung = 0; rung < born.Length; rung++)
        {
            if (Requests[rung] is { } requests && born[rung] < leastPerRequest * requests) return false;
        }

        return born.Length > 0 && AreEnough(born) && EvennessOf(born) >= LeastEvenness;
    }

    /// <summary>
    /// True where growth by bytes went on under a burst at about the rate of the rounds before; also where there was no burst. A backing
    /// store grows in leaps, so single rungs say nothing: all before the burst are compared with all from it on.
    /// </summary>
    public bool GoesOn(IReadOnlyList<long> grownBytes)
    {
        var burst = Worth is null ? -1 : Worth.ToList().FindIndex(worth => worth > 1);
        return burst < 1 || RateOf(grownBytes, burst, Count) >= LeastRateAfter * RateOf(grownBytes, 0, burst);
    }

    private double RateOf(IReadOnlyList<long> grown, int from, int to)
    {
        double sum = 0, load = 0;
        for (var rung = from; rung < to; rung++)
        {
            sum += grown[rung];
            load += TotalRequests is null ? Worth![rung] : Requests[rung]!.Value; // asked only where there is a burst; counted: every rung has requests
        }

        return sum / load;
    }

    /// <summary>Objects a request: whole where every rung agrees on it but for a few, else to two digits. Null where requests are not counted.</summary>
    public double? PerRequest(IReadOnlyList<long> born)
    {
        if (TotalRequests is not { } total) return null;
        var rate = born.Sum() / (double)total;
        var whole = Math.Round(rate);
        for (var rung = 0; rung < born.Count && whole > 0; rung++)
        {
            var expected = whole * Requests[rung]!.Value; // TotalRequests has checked
            if (Math.Abs(born[rung] - expected) > Math.Max(2, 0.01 * expected)) return Math.Round(rate, 2);
        }

        return whole > 0 ? whole : Math.Round(rate, 2);
    }
}
