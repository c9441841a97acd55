using Heapwise.Analysis.Survivors;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SnapshotIntervalsTests
{
    private static readonly SnapshotIntervals Three = new([101, 101, 101]);

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
