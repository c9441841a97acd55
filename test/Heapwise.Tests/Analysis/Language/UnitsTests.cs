using Heapwise.Analysis.Language.Units;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.Language;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(9994, "9.99 kB")]
    [InlineData(9996, "10.0 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(999_600, "1.00 MB")]
    [InlineData(1_500_000_000, "1.50 GB")]
    [InlineData(2_065_900_275, "2.07 GB")]
    [InlineData(-45_300, "-45.3 kB")]
    [InlineData(long.MaxValue, "9.22 EB")]
    [InlineData(long.MinValue, "-9.22 EB")]
    public void Sizes_are_decimal_with_three_significant_digits(long bytes, string text) => ByteSize.Format(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0.4, "0 B")]
    [InlineData(999.4, "999 B")]
    [InlineData(999.6, "1.00 kB")]
    [InlineData(1_234_567.8, "1.23 MB")]
    [InlineData(-0.6, "-1 B")]
    [InlineData(1e30, "9.22 EB")]
    public void Averages_are_sizes_to_the_nearest_byte(double bytes, string text) => ByteSize.Format(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(12, "+12 B")]
    [InlineData(-1_200, "-1.20 kB")]
    public void A_change_of_size_has_its_sign(long bytes, string text) => ByteSize.FormatChange(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(9_940, "9.9 s")]
    [InlineData(9_960, "10 s")]
    [InlineData(59_400, "59 s")]
    [InlineData(59_600, "1 min 00 s")]
    [InlineData(60_000, "1 min")]
    [InlineData(119_600, "2 min 00 s")]
    [InlineData(125_000, "2 min 05 s")]
    [InlineData(600_000, "10 min")]
    [InlineData(3_599_400, "59 min 59 s")]
    [InlineData(3_599_700, "1 h 00 min")]
    [InlineData(3_600_000, "1 h")]
    [InlineData(12_000_000, "3 h 20 min")]
    [InlineData(86_399_700, "1 d 00 h")]
    [InlineData(100_800_000, "1 d 04 h")]
    public void A_duration_has_its_largest_unit_and_the_next(double milliseconds, string text) =>
        Durations.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);

    [Theory]
    [InlineData(0.349, "0.35 ms")]
    [InlineData(9.996, "10.0 ms")]
    [InlineData(99.96, "100 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(12_340, "12.3 s")]
    [InlineData(59_600, "1 min 00 s")]
    public void A_pause_has_three_significant_digits(double milliseconds, string text) =>
        Durations.FormatPause(milliseconds).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 objects")]
    [InlineData(1, "1 object")]
    [InlineData(2_000, "2,000 objects")]
    public void A_count_has_its_noun(long count, string text) => Counts.Format(count, "object").ShouldBe(text);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_200, "+1,200")]
    [InlineData(-1_200, "-1,200")]
    public void A_change_of_a_count_has_its_sign(long count, string text) => Counts.FormatChange(count).ShouldBe(text);

    [Theory]
    [InlineData(0, 10, "0 %")]
    [InlineData(1, 1_000_000, "<0.1 %")]
    [InlineData(1, 30, "3.3 %")]
    [InlineData(1, 3, "33 %")]
    [InlineData(3, 0, "")]
    public void Shares_have_two_significant_digits(long part, long whole, string text) => Shares.Format(part, whole).ShouldBe(text);

    [Theory]
    [InlineData(2_000_000, "2 MB")]
    [InlineData(2_048_000, "2.05 MB")]
    [InlineData(47_600, "47.6 kB")]
    [InlineData(100_000, "100 kB")]
    [InlineData(999.6, "1 kB")]
    [InlineData(500, "500 B")]
    public void A_size_in_a_sentence_has_no_trailing_zeros(double bytes, string text) => ByteSize.FormatShort(bytes).ShouldBe(text);
}
