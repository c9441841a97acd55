namespace Heapwise.Cli.Blocks;

/// <summary>One cell of a table.</summary>
internal readonly record struct Cell(IReadOnlyList<Piece> Pieces)
{
    public static implicit operator Cell(string text) => new([text]);

    public static implicit operator Cell(Piece piece) => new([piece]);

    public static Cell Of(params ReadOnlySpan<Piece> pieces) => new([.. pieces]);
}
