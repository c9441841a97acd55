using Heapwise.Cli.Blocks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Heapwise.Cli.Renderers;

/// <summary>A page for a terminal, or as plain text of a given width for anything else.</summary>
internal static class TextRenderer
{
    public static void Write(Page page, TextWriter writer, int width, bool color)
    {
        if (color)
        {
            Render(page, writer, width, color);
            return;
        }

        // The blanks that pad the last column of a table are useless in a file.
        using var text = new StringWriter { NewLine = "\n" };
        Render(page, text, width, color);
        foreach (var line in text.ToString().AsSpan().TrimEnd('\n').EnumerateLines()) writer.WriteLine(line.TrimEnd(' '));
    }

    private static void Render(Page page, TextWriter writer, int width, bool color)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Encoding = System.Text.Encoding.UTF8;
        for (var i = 0; i < page.Blocks.Count; i++)
        {
            if (i > 0 && page.Blocks[i - 1] is not HeadingBlock) console.WriteLine();
            console.Write(Of(page.Blocks[i], width));
        }
    }

    private static IRenderable Of(Block block, int width) => block switch
    {
        HeadingBlock heading => new Rows(new Text(heading.Text, new Style(decoration: Decoration.Bold))),
        ParagraphBlock paragraph => new Rows(Of(WideText.Wrap(paragraph.Pieces, width))),
        TableBlock table => Of(table, width),
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static Table Of(TableBlock block, int width)
    {
        var shown = TableLayout.Of(block, width);
        var table = new Table { Border = TableBorder.None, ShowHeaders = block.Columns.Any(column => column.Title.Length > 0) };
        foreach (var (i, columnWidth) in shown)
        {
            var column = block.Columns[i];
            table.AddColumn(new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Underline)))
            {
                Width = columnWidth,
                NoWrap = true,
                Padding = new Padding(0, 0, i == shown[^1].Column ? 0 : TableLayout.Gap, 0),
                Alignment = column.Fit == Fit.Number ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in block.Rows)
        {
            table.AddRow(shown.Select(at => (IRenderable)Of(TableLayout.Cut(row[at.Column], at.Width, block.Columns[at.Column].Fit))));
        }

        return table;
    }

    private static Spectre.Console.Paragraph Of(Cell cell) => Of([.. cell.Pieces.Select(piece => (piece.Text, piece.Tone))]);

    private static Spectre.Console.Paragraph Of(IReadOnlyList<(string Text, Tone Tone)> pieces)
    {
        var text = new Spectre.Console.Paragraph();
        foreach (var piece in pieces) text.Append(piece.Text, StyleOf(piece.Tone));
        return text;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong or Tone.File => new Style(decoration: Decoration.Bold),
        Tone.Dim or Tone.Id => new Style(decoration: Decoration.Dim),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        _ => Style.Plain,
    };
}
