using System.Net;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Renderers;

/// <summary>
/// A page as plain HTML that needs no script. Text from the program is escaped, and isolated from what is written around it.
/// </summary>
internal static class HtmlRenderer
{
    public static void Write(Page page, TextWriter writer)
    {
        var isFirst = true;
        foreach (var block in page.Blocks)
        {
            Write(block, writer, isFirst);
            isFirst = false;
        }
    }

    /// <summary>Text that is neither markup nor able to reorder its surroundings.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Write(Block block, TextWriter writer, bool isFirst)
    {
        switch (block)
        {
            case HeadingBlock heading:
                writer.Write($"<h2>{Escape(heading.Text)}</h2>\n");
                break;
            case ParagraphBlock paragraph:
                var tag = isFirst ? "h1" : "p";
                writer.Write($"<{tag}>{string.Concat(paragraph.Pieces.Select(Of))}</{tag}>\n");
                break;
            case TableBlock { IsDrawn: true } drawing:
                var text = new StringWriter { NewLine = "\n" };
                TextRenderer.Write(new Page().Add(drawing), text, Terminal.DefaultWidth, color: false);
                writer.Write($"<pre>{Escape(text.ToString())}</pre>\n");
                break;
            case TableBlock table:
                WriteTable(table, writer);
                break;
            default:
                throw new NotSupportedException(block.GetType().Name);
        }
    }

    private static void WriteTable(TableBlock table, TextWriter writer)
    {
        writer.Write("<table>\n<thead><tr>");
        foreach (var column in table.Columns) writer.Write($"<th scope=\"col\"{ClassOf(column)}>{Escape(column.Title)}</th>");
        writer.Write("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            writer.Write("<tr>");
            for (var i = 0; i < row.Count; i++)
                writer.Write($"<td{ClassOf(table.Columns[i])}>{string.Concat(row[i].Pieces.Select(Of))}</td>");
            writer.Write("</tr>\n");
        }

        writer.Write("</tbody>\n</table>\n");
    }

    private static string ClassOf(Column column) => column.Fit == Fit.Number ? " class=\"number\"" : "";

    private static string Of(Piece piece) => piece.Tone switch
    {
        _ when piece.Text.Trim().Length == 0 => piece.Text,
        Tone.Code or Tone.Id or Tone.File => $"<code><bdi>{Escape(piece.Text)}</bdi></code>",
        Tone.Strong => $"<strong>{Escape(piece.Text)}</strong>",
        Tone.Good => $"<strong class=\"good\">{Escape(piece.Text)}</strong>",
        Tone.Bad => $"<strong class=\"bad\">{Escape(piece.Text)}</strong>",
        Tone.Dim => $"<span class=\"dim\">{Escape(piece.Text)}</span>",
        _ => Escape(piece.Text),
    };
}
