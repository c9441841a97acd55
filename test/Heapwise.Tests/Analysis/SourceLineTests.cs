using Heapwise.Analysis.Locations.JavaScript;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SourceLineTests
{
    private static readonly string Long = new string('a', 500) + "list.push(entry)" + new string('b', 500);

    [Fact]
    public void A_line_is_shown_whole() => SourceLine.Show("    list.push(entry);\r", 5).ShouldBe("list.push(entry);");

    [Fact]
    public void A_minified_line_is_cut_around_the_column() =>
        SourceLine.Show(Long, 501).ShouldBe($"…{new string('a', 60)}list.push(entry){new string('b', 44)}…");

    [Theory]
    [InlineData(1)]
    [InlineData(1_016)]
    [InlineData(5_000)]
    public void What_is_at_an_end_is_cut_on_one_side(int column)
    {
        var shown = SourceLine.Show(Long, column);

        shown.StartsWith('…').ShouldBe(column > 1);
        shown.EndsWith('…').ShouldBe(column == 1);
        shown.Length.ShouldBeLessThan(125);
    }

    [Fact]
    public void A_character_of_two_units_is_not_cut() =>
        SourceLine.Show(string.Concat(Enumerable.Repeat("😀", 200)), 202).EnumerateRunes().ShouldAllBe(rune => rune.Value != 0xFFFD);
}
