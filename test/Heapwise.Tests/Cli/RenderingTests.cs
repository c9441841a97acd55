using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Renderers;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class RenderingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u202efdp.exe", "\\u202efdp.exe")]
    [InlineData("x\u009by\u2028", "x\\u009by\\u2028")]
    [InlineData("x\uffff\ufffey", "x\\uffff\\ufffey")]
    [InlineData("héllo 漢字 🙂", "héllo 漢字 🙂")]
    public void Text_of_strangers_cannot_move_the_cursor(string text, string safe) => SafeText.OneLine(text).ShouldBe(safe);

    [Theory]
    [InlineData("abcdef", 6, "abcdef", "abcdef")]
    [InlineData("abcdef", 4, "abc…", "…def")]
    [InlineData("漢字漢字", 5, "漢字…", "…漢字")]
    public void Cut_text_fits_and_shows_that_it_was_cut(string text, int width, string end, string start)
    {
        SafeText.CutEnd(text, width).ShouldBe(end);
        SafeText.CutStart(text, width).ShouldBe(start);
    }

    [Fact]
    public void A_table_never_exceeds_the_window()
    {
        var columns = new Column[]
        {
            new("Class", Fit.CutEnd), new("Count"), new("Shallow", Rank: 1), new("Retained"), new("Place", Fit.CutStart, Rank: 2),
        };
        var rows = new List<IReadOnlyList<Cell>>
        {
            new Cell[] { "short", "1", "10 B", "1.00 MB", "/a.js:1" },
            new Cell[] { new string('x', 200), "1,234,567", "999 kB", "9.99 GB", "/" + new string('y', 200) + ".js:12" },
            new Cell[] { "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "2", "0 B", "0 B", "" },
        };
        foreach (var width in new[] { 40, 60, 80, 120, 300 })
        {
            TextOf(new Page().Table(columns, rows), width).Split('\n').ShouldAllBe(line => line.GetCellWidth() <= width);
        }
    }

    [Fact]
    public void Columns_of_the_highest_rank_give_way_first()
    {
        var page = new Page().Table(
            [new("Class", Fit.CutEnd), new("First", Rank: 1), new("Second", Rank: 2), new("Kept")],
            [[new string('x', 50), "1,000,000", "2,000,000", "3,000,000"]]);
        TextOf(page, 60).ShouldContain("Second");
        TextOf(page, 50).ShouldNotContain("Second");
        TextOf(page, 50).ShouldContain("First");
        TextOf(page, 30).ShouldNotContain("First");
        TextOf(page, 30).ShouldContain("Kept");
    }

    [Fact]
    public void Text_has_no_escape_sequences_unless_colour_is_wanted()
    {
        var page = new Page().Heading("Heading").Say(new Piece("bad", Tone.Bad), new Piece("strong", Tone.Strong));
        TextOf(page, 80).ShouldNotContain("\u001b");
        TextOf(page, 80, color: true).ShouldContain("\u001b[");
    }

    [Fact]
    public void Markdown_keeps_text_of_the_program_from_becoming_markup()
    {
        var page = new Page()
            .Say("a *b* [c](d) <e> @f", new Piece("`x` | y", Tone.Code))
            .Table([new("Name", Fit.CutEnd), new("Count")], [[new Piece("a|b``c", Tone.Code), "1"]]);
        using var text = new StringWriter { NewLine = "\n" };
        MarkdownRenderer.Write(page, text);
        text.ToString().ShouldBe("""
            a \*b\* \[c\](d) \<e\> \@f`` `x` \| y ``

            | Name | Count |
            | --- | ---: |
            | ```a\|b``c``` | 1 |

            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void A_tree_is_drawn_with_branches()
    {
        TreeItem Leaf(string name) => new(["1 B"], name, []);
        var tree = new TreeItem(["9 B"], "root", [new(["5 B"], "left", [Leaf("a"), Leaf("b")]), new(["2 B"], "right", [Leaf("c")])]);
        TextOf(new Page().Tree([new("Size"), new("Object", Fit.CutEnd)], tree), 40).ShouldBe("""
            Size  Object
             9 B  root
             5 B  ├─ left
             1 B  │  ├─ a
             1 B  │  └─ b
             2 B  └─ right
             1 B     └─ c

            """, StringCompareShould.IgnoreLineEndings);
    }

    private static string TextOf(Page page, int width, bool color = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(page, writer, width, color);
        return writer.ToString();
    }
}
