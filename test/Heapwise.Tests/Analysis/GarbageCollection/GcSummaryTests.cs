using Heapwise.Analysis.GarbageCollection;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.GarbageCollection;

public sealed class GcSummaryTests
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public void Percentiles_are_those_of_the_sorted_pauses()
    {
        var random = new Random(3);
        foreach (var count in new[] { 1, 2, 3, 10, 99, 100, 101, 1000 })
        {
            var pauses = Enumerable.Range(0, count).Select(_ => Math.Round(Math.Pow(random.NextDouble(), 3) * 80, 2)).ToList();
            var tally = new PauseTally();
            foreach (var pause in pauses) tally.Add(TimeSpan.FromTicks((long)Math.Round(pause * TimeSpan.TicksPerMillisecond)));
            pauses.Sort();
            double[] shares = [0.5, 0.9, 0.99];
            tally.Percentiles(shares).Select(pause => pause.TotalMilliseconds)
                .ShouldBe(shares.Select(share => pauses[(int)Math.Ceiling(share * count) - 1]));
            tally.Max.TotalMilliseconds.ShouldBe(pauses[^1]);
            tally.Total.TotalMilliseconds.ShouldBe(pauses.Sum(), 1e-6);
        }
    }

    [Fact]
    public void Totals_are_the_sums_over_collections()
    {
        var summary = GcSummary.From(
            [
                Young(1, 2, before: 30, after: 20),
                Young(2, 4, before: 35, after: 22),
                Full(3, 10, before: 32, after: 12) with { Steps = TimeSpan.FromMilliseconds(4) },
                Young(4, 1, before: 20, after: 21),
            ],
            TimeSpan.FromSeconds(4));
        summary.Kinds
            .Select(row => (row.Kind, row.Count, row.Total.TotalMilliseconds, row.Max.TotalMilliseconds, row.FreedBytes))
            .ShouldBe([(GcKind.Scavenge, 3, 7, 4, 23 * Megabyte), (GcKind.MarkCompact, 1, 10, 10, 20 * Megabyte)]);
        summary.Kinds.Select(row => row.MaxAt.TotalSeconds).ShouldBe([2, 3]);
        summary.ThroughputLost.ShouldBe(0.021 / 4);
        // 15 + 10 + 8 MB between them in 4 s
        summary.AllocationBytesPerSecond.ShouldBe(33.0 * Megabyte / 4);
        summary.FreedBytes.ShouldBe(43 * Megabyte);
        summary.PeakBytes.ShouldBe(35 * Megabyte);
        summary.FloorSource.ShouldBe(FloorSource.FullCollections);
        summary.Floor.Verdict.ShouldBe(FloorVerdict.TooFew);
        summary.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Without_full_collections_the_floor_is_read_after_young_ones()
    {
        var events = Enumerable.Range(1, 30).Select(i => Young(i, 1, before: 10 + (2 * i), after: 5 + (2 * i)));
        var summary = GcSummary.From([.. events], TimeSpan.FromSeconds(30));
        summary.FloorSource.ShouldBe(FloorSource.YoungCollections);
        summary.Floor.Verdict.ShouldBe(FloorVerdict.Growing);
        summary.Floor.Points.ShouldBe(30);
    }

    [Fact]
    public void Collections_without_sizes_are_summarized_too()
    {
        var summary = GcSummary.From([Full(1, 1, 0, 0) with { Kind = GcKind.WeakCallbacks, Sizes = null }], TimeSpan.FromSeconds(2));
        summary.AllocationBytesPerSecond.ShouldBeNull();
        summary.Floor.Points.ShouldBe(0);
        summary.Kinds.ShouldHaveSingleItem().FreedBytes.ShouldBe(0);
        GcSummary.From([], TimeSpan.Zero).ThroughputLost.ShouldBeNull();
    }

    [Fact]
    public void A_healthy_heap_has_no_sign_of_trouble()
    {
        var events = Enumerable.Range(1, 200)
            .Select(i => i % 10 == 0 ? Full(i, 10, 40 + (i % 3), 20) : Young(i, 1, 35, 25) with { PromotedBytes = Megabyte / 2 });
        Signs([.. events], limit: 200).ShouldBeEmpty();
    }

    [Fact]
    public void A_rising_floor_is_a_sign() =>
        Signs([.. Enumerable.Range(1, 40).Select(i => Full(i * 60, 10, 40 + i, 20 + i))], limit: 4000)
            .ShouldBe([new GcWarning.FloorRising(Megabyte)]);

    [Fact]
    public void Young_collections_alone_show_no_floor_that_could_rise() =>
        Signs([.. Enumerable.Range(1, 40).Select(i => Young(i * 60, 1, 40 + i, 20 + i))], limit: 4000)
            .ShouldNotContain(sign => sign is GcWarning.FloorRising);

    [Fact]
    public void Full_collections_at_an_increasing_rate_are_a_sign()
    {
        var sign = Signs([.. Enumerable.Range(1, 40).Select(i => Full(1000 * Math.Sqrt(i), 1, 40, 20))])
            .ShouldHaveSingleItem().ShouldBeOfType<GcWarning.FullCollectionsMoreOften>();
        sign.LaterPerMinute.ShouldBeGreaterThanOrEqualTo(2 * sign.EarlierPerMinute);
        Signs([.. Enumerable.Range(1, 40).Select(i => Full(1000 * Math.Sqrt(i), 1, 40, 20) with { IsForced = true })]).ShouldBeEmpty();
        Signs([.. Enumerable.Range(1, 40).Select(i => Full(i % 20 < 15 ? i * 60 : (i * 60) + 30, 1, 40, 20))]).ShouldBeEmpty();
    }

    [Fact]
    public void Scavenges_that_promote_most_are_a_sign()
    {
        var events = Enumerable.Range(1, 100).Select(i => Young(i, 1, before: 30, after: 20) with { PromotedBytes = 7 * Megabyte });
        Signs([.. events]).ShouldHaveSingleItem().ShouldBeOfType<GcWarning.PromotionHigh>().Share.ShouldBe(0.7, 1e-9);
    }

    [Fact]
    public void A_floor_near_the_limit_is_a_sign()
    {
        List<GcEvent> events = [.. Enumerable.Range(1, 10).Select(i => Full(i * 10, 5, 190, 170))];
        Signs(events, limit: 200).ShouldBe([new GcWarning.NearLimit(170 * Megabyte, 200 * Megabyte)]);
        Signs(events, limit: 400).ShouldBeEmpty();
    }

    [Fact]
    public void Full_collections_that_free_nothing_are_a_sign()
    {
        var inVain = Full(10, 80, 100, 99) with { Cause = "allocation failure" };
        List<GcEvent> events =
        [
            Full(1, 10, 100, 50),
            .. Enumerable.Range(1, 4).Select(i => inVain with { At = TimeSpan.FromSeconds(10 + (i * 0.1)) }),
            inVain with { At = TimeSpan.FromSeconds(10.5), Cause = "last resort; GC in old space requested" },
        ];
        Signs(events).ShouldBe([new GcWarning.LastResort(1), new GcWarning.Ineffective(4)], ignoreOrder: true);
    }

    [Fact]
    public void Last_words_and_lost_time_are_signs()
    {
        var circumstances = new GcCircumstances { FatalError = "Reached heap limit" };
        var summary = GcSummary.From([Full(1, 5000, 100, 50), Full(20, 5000, 100, 50)], TimeSpan.FromSeconds(20), circumstances);
        summary.Warnings.ShouldBe([new GcWarning.OutOfMemory("Reached heap limit"), new GcWarning.MuchTimeLost(0.5)]);
    }

    [Fact]
    public void Memory_of_a_tally_is_bounded_and_keeps_the_extremes()
    {
        var tally = new GcTally();
        for (var i = 1; i <= 200_000; i++)
        {
            tally.Add(i == 123_457 ? Full(i, 900, 500, 3) : i % 2 == 0 ? Young(i, 1, 30, 20) : Full(i, 2, 40, 10));
        }

        tally.Curve.Points.Count.ShouldBeInRange(900, 2001);
        tally.Curve.Points.Max(point => point.HighestBytes).ShouldBe(500 * Megabyte);
        tally.Curve.Points.Min(point => point.LowestBytes).ShouldBe(3 * Megabyte);
        tally.Curve.Points.Max(point => point.LongestFullPause).ShouldBe(TimeSpan.FromMilliseconds(900));
        tally.Curve.Points.Max(point => point.LongestYoungPause).ShouldBe(TimeSpan.FromMilliseconds(1));
        tally.Curve.Points.Select(point => point.At).ShouldBeInOrder();
        tally.FullFloors.Count.ShouldBeInRange(1000, 2401);
        tally.FullFloorCount.ShouldBe(100_000);
        tally.FullFloors[^1].At.TotalSeconds.ShouldBe(199_999);
        tally.FullFloors.Select(point => point.At).ShouldBeInOrder();
    }

    private static IReadOnlyList<GcWarning> Signs(List<GcEvent> events, long? limit = null) =>
        GcSummary.From(events, events[^1].At, new GcCircumstances { LimitBytes = limit * Megabyte }).Warnings;

    private static GcEvent Young(double second, double pauseMs, long before, long after) =>
        Full(second, pauseMs, before, after) with { Kind = GcKind.Scavenge };

    private static GcEvent Full(double second, double pauseMs, long before, long after) => new()
    {
        Kind = GcKind.MarkCompact,
        At = TimeSpan.FromSeconds(second),
        Pause = TimeSpan.FromMilliseconds(pauseMs),
        Steps = TimeSpan.Zero,
        IsForced = false,
        Sizes = new GcSizes(before * Megabyte, after * Megabyte, null, null),
    };
}
