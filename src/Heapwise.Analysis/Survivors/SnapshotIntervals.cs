namespace Heapwise.Analysis.Survivors;

/// <summary>
/// The load between consecutive snapshots, and what counts as steady growth under it. A leak keeps pace with the requests or with the
/// clock, and a burst tells which: it has many times the requests of a round in a few times the seconds. So growth is judged by both,
/// and holds by the one at which it is steadier. That must not give what is bounded a second chance, so growth by time has to be
/// steadier than growth by requests.
/// </summary>
/// <param name="Requests">Requests of each interval; null where they were not counted.</param>
/// <param name="Weights">The length of each interval in usual rounds; null: one each.</param>
/// <param name="Seconds">How long the program ran in each interval; null where that is not known.</param>
public sealed record SnapshotIntervals(
    IReadOnlyList<int?> Requests, IReadOnlyList<int>? Weights = null, IReadOnlyList<double>? Seconds = null)
{
    /// <summary>Fewer objects an interval are never called a leak: lazy start-up, one more connection, an entry of a cache.</summary>
    public const int MinObjects = 10;

    /// <summary>Fewer objects a request are never called a leak.</summary>
    public const double MinPerRequest = 0.1;

    /// <summary>The slowest interval must have at least this share of the fastest one's rate.</summary>
    public const double MinEvenness = 0.5;

    /// <summary>The same for growth by time, next to requests that are counted: warm-up comes near it by chance.</summary>
    private const double MinEvennessBySecond = 0.6;

    /// <summary>By how much growth must be steadier by time than by load for time to be what it keeps pace with.</summary>
    private const double MinAdvantage = 0.05;

    /// <summary>Growth by bytes that continues keeps at least this share of its rate.</summary>
    private const double MinRateAfter = 0.35;

    public int Count => Requests.Count;

    /// <summary>Usual rounds in all.</summary>
    public int TotalWeight => Weights?.Sum() ?? Count;

    /// <summary>All requests; null where some interval's were not counted.</summary>
    public int? TotalRequests => Requests.Any(requests => requests is null or 0) ? null : Requests.Sum(requests => requests!.Value);

    /// <summary>The whole time; null where it is not known.</summary>
    public double? TotalSeconds => Seconds is { Count: > 0 } seconds && seconds.All(length => length > 0) ? seconds.Sum() : null;

    /// <summary>True where the program was left to its own work, which is as long as it takes.</summary>
    public bool IsOwnWork { get; init; }

    /// <summary>
    /// True where nothing is known of the work between the snapshots, as they are of different processes: growth in every interval counts,
    /// at whatever rate.
    /// </summary>
    public bool IsLoadUnknown { get; init; }

    private RateBasis LoadBasis => TotalRequests is not null ? RateBasis.Request
        : IsOwnWork && TotalSeconds is not null ? RateBasis.Second
        : RateBasis.Round;

    /// <summary>How steadily objects were born, by load or by time: by whichever they keep pace with.</summary>
    public Steadiness SteadinessOf(ReadOnlySpan<int> born)
    {
        Span<long> wide = stackalloc long[born.Length];
        for (var interval = 0; interval < born.Length; interval++) wide[interval] = born[interval];
        return SteadinessOf(wide);
    }

    /// <summary>The same for bytes, or for many counts added up.</summary>
    public Steadiness SteadinessOf(IReadOnlyList<long> grown) => SteadinessOf([.. grown]);

    /// <summary>
    /// In how many units growth by a basis happened: requests, seconds, usual rounds. Only for a basis that a steadiness of these intervals
    /// has.
    /// </summary>
    public double TotalOf(RateBasis basis) => basis switch
    {
        RateBasis.Request => TotalRequests ?? throw new InvalidOperationException("requests are not counted"),
        RateBasis.Second => TotalSeconds ?? throw new InvalidOperationException("times are not known"),
        _ => TotalWeight,
    };

    /// <summary>In how many units each interval's growth happened, for such a basis.</summary>
    public IReadOnlyList<double> UnitsOf(RateBasis basis) => [.. Enumerable.Range(0, Count).Select(interval => UnitsOf(interval, basis))];

    /// <summary>Units of the load up to each snapshot, from 0 at the first.</summary>
    public (RateBasis Basis, IReadOnlyList<double> Positions) LoadUpToEach()
    {
        var positions = new List<double> { 0 };
        for (var interval = 0; interval < Count; interval++) positions.Add(positions[^1] + UnitsOf(interval, LoadBasis));
        return (LoadBasis, positions);
    }

    /// <summary>How many usual rounds growth by a basis took: by time, a burst is as long as its seconds.</summary>
    public double UsualRoundsOf(RateBasis basis) => basis == RateBasis.Second ? TotalOf(basis) / SecondsOfUsualRound : TotalWeight;

    /// <summary>The median of rounds that are no burst. Only where times are known.</summary>
    private double SecondsOfUsualRound
    {
        get
        {
            var usual = Seconds!.Where((_, interval) => WeightOf(interval) == 1).DefaultIfEmpty(Seconds!.Min()).Order().ToList();
            return usual[usual.Count / 2];
        }
    }

    private Steadiness SteadinessOf(ReadOnlySpan<long> born)
    {
        var byLoad = EvennessOf(born, LoadBasis);
        var bySecond = TotalSeconds is null ? 0 : EvennessOf(born, RateBasis.Second);
        return bySecond > byLoad + MinAdvantage ? new(bySecond, RateBasis.Second) : new(byLoad, LoadBasis);
    }

    private double EvennessOf(ReadOnlySpan<long> born, RateBasis basis)
    {
        double slowest = double.MaxValue, fastest = 0;
        for (var interval = 0; interval < born.Length; interval++)
        {
            var rate = born[interval] / UnitsOf(interval, basis);
            slowest = Math.Min(slowest, rate);
            fastest = Math.Max(fastest, rate);
        }

        return fastest == 0 ? 0 : Math.Max(0, slowest / fastest);
    }

    /// <summary>The units of one interval; only for a basis that all intervals have.</summary>
    private double UnitsOf(int interval, RateBasis basis) => basis switch
    {
        RateBasis.Request => Requests[interval]!.Value,
        RateBasis.Second => Seconds![interval],
        _ => WeightOf(interval),
    };

    private int WeightOf(int interval) => Weights?[interval] ?? 1;

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
    public bool AreSteady(ReadOnlySpan<int> born)
    {
        if (born.Length == 0) return false;
        if (IsLoadUnknown) return AreEnough(born);
        var (evenness, basis) = SteadinessOf(born);
        return basis == LoadBasis ? AreSteadyByLoad(born, MinPerRequest) : AreEnough(born) && evenness >= MinEvennessBySecond;
    }

    /// <summary>The same by load alone, with so many objects a request or more.</summary>
    public bool AreSteadyByLoad(ReadOnlySpan<int> born, double minPerRequest)
    {
        Span<long> wide = stackalloc long[born.Length];
        for (var interval = 0; interval < born.Length; interval++)
        {
            if (Requests[interval] is { } requests && born[interval] < minPerRequest * requests) return false;
            wide[interval] = born[interval];
        }

        return born.Length > 0 && AreEnough(born) && (IsLoadUnknown || EvennessOf(wide, LoadBasis) >= MinEvenness);
    }

    /// <summary>
    /// True where growth by bytes continued under a burst at about the rate of the rounds before, and where there was no burst. A backing
    /// store grows in leaps, so single intervals say nothing: all before the burst are compared with all from the burst on.
    /// </summary>
    public bool GoesOn(IReadOnlyList<long> grownBytes)
    {
        var burst = Weights is null ? -1 : Weights.ToList().FindIndex(weight => weight > 1);
        if (burst < 1 || Keeps(MinRateAfter, LoadBasis)) return true;

        // What filled up during the burst adds nothing any more, however slow that was by the clock.
        return TotalSeconds is not null && grownBytes[^1] > 0 && Keeps(MinEvennessBySecond, RateBasis.Second);

        bool Keeps(double share, RateBasis basis) =>
            RateOf(grownBytes, burst, Count, basis) >= share * RateOf(grownBytes, 0, burst, basis);
    }

    private double RateOf(IReadOnlyList<long> grown, int from, int to, RateBasis basis)
    {
        double sum = 0, units = 0;
        for (var interval = from; interval < to; interval++)
        {
            sum += grown[interval];
            units += UnitsOf(interval, basis);
        }

        return sum / units;
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
