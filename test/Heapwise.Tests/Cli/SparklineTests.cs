using Heapwise.Cli.LiveScreen;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class SparklineTests
{
    [Fact]
    public void A_rate_is_drawn_from_zero() => Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 8, fromZero: true).ShouldBe("▁▂▃▄▅▆▇█");

    [Fact]
    public void The_latest_values_stand_to_the_right() => Sparkline.Of([9, 0, 8], 2, fromZero: true).ShouldBe("▁█");

    [Fact]
    public void What_is_missing_is_blank() => Sparkline.Of([null, 1, null, 1], 6, fromZero: true).ShouldBe("   █ █");

    [Fact]
    public void Noise_on_a_level_is_no_mountain() => Sparkline.Of([1000, 1001, 1002], 3, fromZero: false).ShouldNotContain("▁");

    [Fact]
    public void Nothing_is_a_blank_line() => Sparkline.Of([], 4, fromZero: false).ShouldBe("    ");

    [Fact]
    public void Zero_is_the_lowest_level() => Sparkline.Of([0, 0], 2, fromZero: true).ShouldBe("▁▁");
}
