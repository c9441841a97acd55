namespace Heapwise.Heap.Format;

/// <summary>
/// The largest values that the reader accepts. Every count and length from outside is checked against them before memory is
/// allocated for it.
/// </summary>
internal static class SnapshotLimits
{
    /// <summary>Nodes and edges are indexed with 31 bits.</summary>
    public const long Nodes = int.MaxValue - 64;

    public const long Edges = int.MaxValue - 64;

    public const long Strings = (1L << 29) - 2;

    /// <summary>The <c>snapshot</c> object: V8 writes about 1.5 kB.</summary>
    public const int HeadBytes = 1 << 20;

    /// <summary>Fields of a node, an edge or a location.</summary>
    public const int Fields = 64;

    public const int TypeNames = 200;

    /// <summary>Nesting of arrays and objects in skipped sections; the trace tree of a deep recursion nests deepest.</summary>
    public const int SkipDepth = 1 << 20;

    /// <summary>The bytes of one string between its quotes. V8 cuts strings at 1024 characters by default.</summary>
    public const int StringBytes = 1 << 30;

    /// <summary>Digits of a number: 2⁶³ has 19.</summary>
    public const int Digits = 19;
}
