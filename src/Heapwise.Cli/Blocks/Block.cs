namespace Heapwise.Cli.Blocks;

internal abstract record Block;

internal sealed record HeadingBlock(string Text) : Block;

internal sealed record ParagraphBlock(IReadOnlyList<Piece> Pieces) : Block;

internal sealed record TableBlock(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    /// <summary>True where the alignment of characters carries meaning.</summary>
    public bool IsDrawn { get; init; }
}
