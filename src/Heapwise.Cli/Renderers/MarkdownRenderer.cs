using System.Text.RegularExpressions;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Renderers;

/// <summary>A page as GitHub Markdown. Text from the program never becomes markup, a link or a mention.</summary>
internal static partial class MarkdownRenderer
{
    public static void Write(Page page, TextWriter writer)
    {
        for (var i = 0; i < page.Blocks.Count; i++)
        {
            if (i > 0) writer.Write('\n');
            Write(page.Blocks[i], writer);
        }
    }

    private static void Write(Block block, TextWriter writer)
    {
        switch (block)
        {
            case HeadingBlock heading:
                writer.Write($"## {Plain(heading.Text)}\n");
                break;
            case ParagraphBlock paragraph:
                writer.Write(string.Concat(paragraph.Pieces.Select(Of)) + "\n");
                break;
            case TableBlock { IsDrawn: true } drawing:
                Fence(drawing, writer);
                break;
            case TableBlock table:
                Row(writer, table.Columns.Select(column => Plain(column.Title)));
                Row(writer, table.Columns.Select(column => column.Fit == Fit.Number ? "---:" : "---"));
                foreach (var row in table.Rows) Row(writer, row.Select(cell => string.Concat(cell.Pieces.Select(Of))));
                break;
            default:
                throw new NotSupportedException(block.GetType().Name);
        }
    }

    private static void Row(TextWriter writer, IEnumerable<string> cells) => writer.Write("| " + string.Join(" | ", cells) + " |\n");

    /// <summary>A drawing keeps its alignment inside a fence that is longer than any run of backticks in it.</summary>
    private static void Fence(TableBlock drawing, TextWriter writer)
    {
        var text = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(new Page().Add(drawing), text, Terminal.DefaultWidth, color: false);
        var fence = new string('`', Math.Max(3, LongestRun(text.ToString()) + 1));
        writer.Write($"{fence}text\n{text}{fence}\n");
    }

    private static string Of(Piece piece) => piece.Tone switch
    {
        _ when piece.Text.Trim().Length == 0 => piece.Text,
        Tone.Code or Tone.Id or Tone.File => Code(piece.Text),
        Tone.Strong => $"**{Plain(piece.Text)}**",
        _ => Plain(piece.Text),
    };

    /// <summary>A code span; its fence is longer than any run of backticks inside, and a bar would end a table cell.</summary>
    private static string Code(string text)
    {
        var fence = new string('`', LongestRun(text) + 1);
        var space = text.StartsWith('`') || text.EndsWith('`') ? " " : "";
        return $"{fence}{space}{text.Replace("|", "\\|", StringComparison.Ordinal)}{space}{fence}";
    }

    private static string Plain(string text) => Markup().Replace(text, @"\$0");

    private static int LongestRun(string text)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    [GeneratedRegex(@"[\\`*_\[\]<>|#~@]", RegexOptions.None, 1000)]
    private static partial Regex Markup();
}
