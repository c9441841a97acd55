using Heapwise.Analysis;
using Heapwise.Analysis.Process;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class TrendTests
{
    private const double Mega = 1024 * 1024;
    private const double Kilo = 1024;

    [Fact]
    public void The_same_step_in_every_round_is_growth()
    {
        var trend = Trend.Judge([10 * Mega, 12 * Mega, 14.1 * Mega, 16 * Mega]);
        trend.Verdict.ShouldBe(TrendVerdict.Growing);
        trend.Confidence.ShouldBe(Confidence.High);
        trend.SlopePerRound.ShouldBe(2 * Mega, 0.1 * Mega);
    }

    [Fact]
    public void Growth_that_fades_is_a_plateau() =>
        Trend.Judge([10 * Mega, 14 * Mega, 15 * Mega, 15.1 * Mega]).Verdict.ShouldBe(TrendVerdict.Plateau);

    // A healthy server on Node 22: bytes of the floor after each round, as measured.
    [Fact]
    public void Warm_up_of_a_real_server_is_a_plateau() =>
        Trend.Judge([4328 * Kilo, 4809 * Kilo, 4811 * Kilo, 4837 * Kilo]).Verdict.ShouldBe(TrendVerdict.Plateau);

    [Theory]
    [InlineData(4036, 4053, 4053, 4051)]
    [InlineData(4439, 4447, 4351, 4353)]
    [InlineData(3675, 3674, 3527, 3667)]
    public void A_few_tens_of_kilobytes_are_noise(int a, int b, int c, int d) =>
        Trend.Judge([a * Kilo, b * Kilo, c * Kilo, d * Kilo]).Verdict.ShouldBe(TrendVerdict.Steady);

    [Fact]
    public void Growth_that_drains_when_idle_is_backlog() =>
        Trend.Judge([10 * Mega, 12 * Mega, 14 * Mega], idleFloor: 10.5 * Mega).Verdict.ShouldBe(TrendVerdict.Backlog);

    [Fact]
    public void One_step_is_too_little_to_decide() => Trend.Judge([10 * Mega, 20 * Mega]).Verdict.ShouldBe(TrendVerdict.Unknown);

    [Fact]
    public void One_jump_among_flat_rounds_is_not_growth()
    {
        Trend.Judge([10 * Mega, 10 * Mega, 15 * Mega, 15 * Mega]).Verdict.ShouldNotBe(TrendVerdict.Growing);
        Trend.Judge([10 * Mega, 10 * Mega, 10 * Mega, 15 * Mega]).Verdict.ShouldNotBe(TrendVerdict.Growing);
    }

    [Fact]
    public void A_falling_measure_is_steady() => Trend.Judge([20 * Mega, 18 * Mega, 15 * Mega]).Verdict.ShouldBe(TrendVerdict.Steady);

    [Fact]
    public void Growing_lines_with_noise_are_found_and_flat_ones_are_not()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var noise = Enumerable.Range(0, 5).Select(_ => random.NextDouble() * 30 * Kilo).ToList();
            Trend.Judge([.. noise.Select((value, i) => (8 * Mega) + (i * 300 * Kilo) + value)]).Verdict
                .ShouldBe(TrendVerdict.Growing, $"run {run}");
            Trend.Judge([.. noise.Select(value => (8 * Mega) + value)]).Verdict.ShouldBe(TrendVerdict.Steady, $"run {run}");
        }
    }

    [Fact]
    public void Each_measure_is_judged_separately()
    {
        var rounds = Enumerable.Range(0, 4)
            .Select(i => TestRound.Of(heap: 5_000_000, external: 1_000_000 * i, descriptors: 20 + (10 * i))).ToList();
        var trends = MeasureTrend.FindAll(rounds).ToDictionary(row => row.Measure, row => row.Trend.Verdict);

        trends.ShouldBe(
            new Dictionary<Measure, TrendVerdict>
            {
                [Measure.HeapUsed] = TrendVerdict.Steady,
                [Measure.External] = TrendVerdict.Growing,
                [Measure.FileDescriptors] = TrendVerdict.Growing,
            },
            ignoreOrder: true);
    }
}
