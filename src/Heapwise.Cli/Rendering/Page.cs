namespace Heapwise.Cli.Rendering;

/// <summary>A report as blocks of text, before any face: <see cref="TextFace"/> lays it out for a terminal, <see cref="MarkdownFace"/> for a document.</summary>
internal sealed class Page
{
    private readonly List<Block> _blocks = [];

    public IReadOnlyList<Block> Blocks => _blocks;

    public Page Add(Block block)
    {
        _blocks.Add(block);
        return this;
    }

    public Page Heading(string text) => Add(new HeadingBlock(text));

    /// <summary>One paragraph of pieces that follow one another.</summary>
    public Page Say(params ReadOnlySpan<Piece> pieces) => Add(new ParagraphBlock([.. pieces]));

    public Page Note(string text) => Say(new Piece(text, Tone.Dim));

    /// <summary>A table without rows is left out.</summary>
    public Page Table(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Cell>> rows) => rows.Count == 0 ? this : Add(new TableBlock(columns, rows));

    /// <summary>A tree as a table: the last column's cells carry the branches.</summary>
    public Page Tree(IReadOnlyList<Column> columns, TreeItem root) => Add(new TableBlock(columns, TreeRows.Of(root)) { IsDrawn = true });
}

internal abstract record Block;

internal sealed record HeadingBlock(string Text) : Block;

internal sealed record ParagraphBlock(IReadOnlyList<Piece> Pieces) : Block;

internal sealed record TableBlock(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    /// <summary>True where the alignment of characters is part of the meaning.</summary>
    public bool IsDrawn { get; init; }
}

/// <summary>What a piece of text means; each face shows it its own way.</summary>
internal enum Tone
{
    Normal,
    Strong,
    Dim,
    Good,
    Bad,

    /// <summary>A name from the program: text that may be anything.</summary>
    Code,

    /// <summary>The id of an object; Markdown must not take it for a person's name.</summary>
    Id,

    /// <summary>The name of a file that a page is about.</summary>
    File,
}

/// <summary>Text with one meaning. Free of control characters, whatever it was made from.</summary>
internal readonly record struct Piece
{
    public Piece(string text, Tone tone = Tone.Normal)
    {
        Text = SafeText.OneLine(text);
        Tone = tone;
    }

    public string Text { get; }

    public Tone Tone { get; }

    public static implicit operator Piece(string text) => new(text);
}

/// <summary>The content of one place in a table.</summary>
internal readonly record struct Cell(IReadOnlyList<Piece> Pieces)
{
    public static implicit operator Cell(string text) => new([text]);

    public static implicit operator Cell(Piece piece) => new([piece]);

    public static Cell Of(params ReadOnlySpan<Piece> pieces) => new([.. pieces]);
}

/// <summary>How a column gives way where the window is narrower than the table.</summary>
internal enum Fit
{
    /// <summary>Numbers stand to the right and are never cut.</summary>
    Number,

    /// <summary>Short text, never cut.</summary>
    Word,

    /// <summary>Takes the room that is left; cut at its end.</summary>
    CutEnd,

    /// <summary>Takes the room that is left; cut at its start, as the end of a path says more.</summary>
    CutStart,
}

/// <param name="Title">The heading.</param>
/// <param name="Fit">Alignment, and what happens where there is too little room.</param>
/// <param name="Rank">Columns of rank above 0 are left out in a narrow window, the highest first.</param>
internal sealed record Column(string Title, Fit Fit = Fit.Number, int Rank = 0);
