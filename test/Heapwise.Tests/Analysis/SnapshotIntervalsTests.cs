using Heapwise.Analysis.Survivors;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SnapshotIntervalsTests
{
    private static readonly SnapshotIntervals Three = new([101, 101, 101]);

    private static readonly SnapshotIntervals Burst = new([101, 101, 101, 2020, 101], [1, 1, 1, 20, 1], [1.0, 1.1, 1.0, 3.2, 3.1]);

    [Theory]
    [InlineData(101, 101, 101, true)]
    [InlineData(202, 203, 202, true)]
    [InlineData(101, 0, 101, false)]
    [InlineData(0, 0, 300, false)]
    [InlineData(300, 80, 10, false)]
    [InlineData(11, 12, 11, true)]
    [InlineData(5, 5, 5, false)]
    public void Steady_means_objects_of_every_interval_at_about_one_rate(int first, int second, int third, bool expected) =>
        Three.AreSteady([first, second, third]).ShouldBe(expected);

    [Fact]
    public void The_rate_is_per_request_not_per_interval() => new SnapshotIntervals([100, 1000]).AreSteady([100, 1000]).ShouldBeTrue();

    // Three rounds, a burst of twenty in three times the seconds, and a last round with a rest.
    [Theory]
    [InlineData(100, 100, 100, 300, 310, RateBasis.Second, true)]
    [InlineData(101, 101, 101, 2020, 101, RateBasis.Request, true)]
    [InlineData(101, 101, 101, 300, 0, RateBasis.Request, false)]
    [InlineData(101, 101, 101, 2020, 0, RateBasis.Request, false)]
    [InlineData(101, 101, 101, 150, 90, RateBasis.Second, false)]
    [InlineData(90, 60, 40, 120, 15, RateBasis.Request, false)]
    public void Growth_keeps_pace_with_requests_or_with_time(
        int first, int second, int third, int burst, int last, RateBasis basis, bool expected)
    {
        int[] born = [first, second, third, burst, last];

        Burst.SteadinessOf(born).Basis.ShouldBe(basis);
        Burst.AreSteady(born).ShouldBe(expected);
    }

    [Fact]
    public void Rounds_of_different_length_are_compared_by_their_seconds()
    {
        double[] seconds = [2.4, 12.3, 2.6];
        int[] born = [240, 1220, 262];

        new SnapshotIntervals([null, null, null], [1, 1, 1]).AreSteady(born).ShouldBeFalse();
        new SnapshotIntervals([null, null, null], [1, 1, 1], seconds).AreSteady(born).ShouldBeTrue();
        var ownWork = new SnapshotIntervals([null, null, null], [1, 1, 1], seconds) { IsOwnWork = true };
        ownWork.SteadinessOf([100, 100, 100]).Basis.ShouldBe(RateBasis.Second);
    }

    [Fact]
    public void A_usual_round_by_time_is_as_long_as_the_rounds_without_a_burst() =>
        Burst.UsualRoundsOf(RateBasis.Second).ShouldBe(9.0, tolerance: 0.5);

    [Theory]
    [InlineData(400_000, 400_000, true)]
    [InlineData(500_000, 0, false)]
    [InlineData(100_000, 100_000, false)]
    public void Growth_by_bytes_goes_on_by_time_if_it_does_to_the_end(long burst, long last, bool expected) =>
        Burst.GoesOn([100_000, 100_000, 100_000, burst, last]).ShouldBe(expected);

    [Fact]
    public void A_rate_near_a_whole_number_is_that_number()
    {
        Three.PerRequest([101, 101, 102]).ShouldBe(1);
        Three.PerRequest([202, 203, 202]).ShouldBe(2);
        Three.PerRequest([100_990, 101_010, 101_000]).ShouldBe(1000);
        Three.PerRequest([150, 151, 149]).ShouldBe(1.49);
        Three.PerRequest([50, 51, 50]).ShouldBe(0.5);
    }

    [Fact]
    public void Without_counted_requests_there_is_no_rate_per_request()
    {
        new SnapshotIntervals([null, null]).PerRequest([10, 10]).ShouldBeNull();
        new SnapshotIntervals([null, null]).AreSteady([10, 12]).ShouldBeTrue();
    }
}
