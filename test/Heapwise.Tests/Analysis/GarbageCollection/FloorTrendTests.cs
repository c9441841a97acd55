using Heapwise.Analysis.GarbageCollection;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.GarbageCollection;

public sealed class FloorTrendTests
{
    private const double Megabyte = 1_000_000;

    [Theory]
    [InlineData(0.5, 60)]
    [InlineData(3, 12)]
    [InlineData(2, 5000)]
    public void A_known_slope_is_found_despite_noise(double megabytesPerMinute, int points)
    {
        var slope = megabytesPerMinute * Megabyte;
        var trend = FloorTrend.From(Series(points, i => (40 * Megabyte) + (i * slope), noise: slope));
        trend.Verdict.ShouldBe(FloorVerdict.Growing);
        trend.Points.ShouldBe(points);
        trend.BytesPerMinute.ShouldBe(slope, slope * 0.2);
        trend.LowBytesPerMinute.ShouldBeLessThanOrEqualTo(slope);
        trend.HighBytesPerMinute.ShouldBeGreaterThanOrEqualTo(slope * 0.99);
        trend.PValue.ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_line_without_noise_is_fitted_exactly()
    {
        var trend = FloorTrend.From(Series(10, i => (10 * Megabyte) + (i * Megabyte), noise: 0));
        trend.BytesPerMinute.ShouldBe(Megabyte, 1);
        trend.StartBytes.ShouldBe(10 * Megabyte, 1);
        // S = 45, variance 125: z = 44 / sqrt(125) = 3.9355, two-sided p = 8.3031e-5.
        trend.PValue.ShouldBe(8.3031e-5, 1.5e-7);
    }

    [Fact]
    public void A_fall_is_shrinking() =>
        FloorTrend.From(Series(40, i => (90 * Megabyte) - (i * Megabyte), noise: Megabyte)).Verdict.ShouldBe(FloorVerdict.Shrinking);

    [Fact]
    public void Few_points_are_too_few()
    {
        FloorTrend.From([]).Verdict.ShouldBe(FloorVerdict.TooFew);
        FloorTrend.From(Series(4, i => i * 10 * Megabyte, noise: 0)).Verdict.ShouldBe(FloorVerdict.TooFew);
    }

    [Fact]
    public void A_floor_that_rose_to_the_limit_is_growing()
    {
        var points = Series(12, i => Math.Min(20 + (5 * i), 55) * Megabyte, noise: 0);
        FloorTrend.From(points).Verdict.ShouldBe(FloorVerdict.Steady);
        FloorTrend.From(points, isAtLimit: true).Verdict.ShouldBe(FloorVerdict.Growing);
        FloorTrend.From(Series(40, _ => 50 * Megabyte, noise: Megabyte), isAtLimit: true).Verdict.ShouldBe(FloorVerdict.Steady);
    }

    public static TheoryData<string, Func<int, double>> NotGrowing { get; } = new()
    {
        { "flat", _ => 50 },
        { "grows for a third, then stays", i => Math.Min(i, 40) },
        { "grows for half, then stays", i => Math.Min(i, 60) },
        { "fills a cache", i => 60 * (1 - Math.Exp(-i / 15.0)) },
        { "one step in the middle", i => i < 60 ? 30 : 60 },
        { "one step late", i => i < 90 ? 30 : 60 },
        { "one step early", i => i < 20 ? 30 : 60 },
        { "grows, then drains", i => i < 80 ? i : 160 - i },
        { "saw teeth that drain", i => i % 20 },
        { "one peak", i => i == 70 ? 200 : 30 },
        { "less than 2 % in all", i => 2000 + (i * 0.25) },
        { "a few bytes, without noise", i => 50 + (i * 0.001) },
    };

    [Theory]
    [MemberData(nameof(NotGrowing))]
    public void A_floor_that_levels_off_or_drains_or_stays_small_is_not_growing(string shape, Func<int, double> megabytes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var trend = FloorTrend.From(Series(120, i => megabytes(i) * Megabyte, noise: 0.4 * Megabyte, seed));
            trend.Verdict.ShouldNotBe(FloorVerdict.Growing, $"{shape}, seed {seed}");
        }
    }

    public static TheoryData<string, Func<int, double>> Growing { get; } = new()
    {
        { "a line", i => 30 + (i * 0.4) },
        { "stairs", i => 30 + (10 * (i / 20)) },
        { "quicker and quicker", i => 30 + (i * i * 0.01) },
        { "with saw teeth", i => 30 + (i * 0.4) + (i % 10) },
        { "after a flat start", i => 30 + Math.Max(0, i - 20) },
        { "with a lone peak", i => 30 + (i * 0.4) + (i == 50 ? 300 : 0) },
    };

    [Theory]
    [MemberData(nameof(Growing))]
    public void Continued_growth_is_growing(string shape, Func<int, double> megabytes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var trend = FloorTrend.From(Series(120, i => megabytes(i) * Megabyte, noise: 0.4 * Megabyte, seed));
            trend.Verdict.ShouldBe(FloorVerdict.Growing, $"{shape}, seed {seed}");
        }
    }

    /// <summary>The promise of p ≤ 0.01: noise alone is called growth in less than one of a hundred series.</summary>
    [Fact]
    public void Noise_alone_is_rarely_called_growth()
    {
        var trends = Enumerable.Range(0, 500).Select(seed => FloorTrend.From(Series(30, _ => 20 * Megabyte, noise: 10 * Megabyte, seed)));
        var growing = trends.Count(trend => trend.Verdict == FloorVerdict.Growing);
        growing.ShouldBeLessThanOrEqualTo(4);
    }

    private static List<FloorPoint> Series(int points, Func<int, double> bytes, double noise, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, points).Select(i => new FloorPoint(TimeSpan.FromMinutes(i), Noisy(bytes(i))))];

        long Noisy(double size) => (long)(size + (noise * ((2 * random.NextDouble()) - 1)));
    }
}
