namespace Heapwise.Cli.Blocks;

/// <summary>A report as blocks of text, before they are laid out for a terminal or a document.</summary>
internal sealed class Page
{
    private readonly List<Block> _blocks = [];

    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>The language of its sentences: <c>en</c> or <c>zh</c>.</summary>
    public string Language { get; init; } = "en";

    public Page Add(Block block)
    {
        _blocks.Add(block);
        return this;
    }

    public Page Heading(string text) => Add(new HeadingBlock(text));

    /// <summary>One paragraph of consecutive pieces.</summary>
    public Page Say(params ReadOnlySpan<Piece> pieces) => Add(new ParagraphBlock([.. pieces]));

    public Page Note(string text) => Say(new Piece(text, Tone.Dim));

    /// <summary>A table without rows is left out.</summary>
    public Page Table(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Cell>> rows) =>
        rows.Count == 0 ? this : Add(new TableBlock(columns, rows));

    /// <summary>A tree as a table: the last column's cells carry the branches.</summary>
    /// <summary>A command for a shell, on lines that are not wrapped.</summary>
    public Page CommandLines(IEnumerable<string> lines)
    {
        var rows = lines.Select(line => (IReadOnlyList<Cell>)[new Piece(line, Tone.Code)]);
        return Add(new TableBlock([new("", Fit.Word)], [.. rows]) { IsDrawn = true });
    }

    public Page Tree(IReadOnlyList<Column> columns, TreeItem root) => Add(new TableBlock(columns, TreeRows.Of(root)) { IsDrawn = true });
}
