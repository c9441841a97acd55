using Heapwise.Analysis.Survivors;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class LeapingSizesTests
{
    private static readonly double[] Positions = [0, 100, 200, 300, 2_300, 2_400];

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    public void A_steady_rate_is_found_in_the_sizes_of_a_store(int perRequest)
    {
        var sizes = SizesOf(Positions.Select(position => 50 + (perRequest * position)));

        var (min, max) = LeapingSizes.FindRates(sizes, Positions).ShouldNotBeNull();
        (8.0 * perRequest).ShouldBeInRange(min, max);
        (max / min).ShouldBeLessThan(2);
    }

    [Fact]
    public void A_list_that_is_full_halfway_through_has_no_rate() =>
        LeapingSizes.FindRates(SizesOf(Positions.Select(position => Math.Min(40 * position, 20_000))), Positions).ShouldBeNull();

    [Fact]
    public void A_list_that_stays_has_no_rate() =>
        LeapingSizes.FindRates(SizesOf(Positions.Select(_ => 2_000.0)), Positions).ShouldBeNull();

    [Fact]
    public void A_list_that_grows_in_one_round_alone_has_no_rate() =>
        LeapingSizes.FindRates(SizesOf([1_000, 1_000, 1_000, 100_000, 100_000, 100_000]), Positions).ShouldBeNull();

    /// <summary>Retained bytes of an array that was pushed to so many times, at each of these lengths.</summary>
    private static long[] SizesOf(IEnumerable<double> lengths)
    {
        var capacity = 0L;
        var sizes = new List<long>();
        foreach (var length in lengths)
        {
            while (capacity < length) capacity = capacity + 1 + ((capacity + 1) / 2) + 16;
            sizes.Add(48 + (8 * capacity));
        }

        return [.. sizes];
    }
}
