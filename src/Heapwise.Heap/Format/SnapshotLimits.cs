namespace Heapwise.Heap.Format;

/// <summary>The one home of what the reader accepts at the most. Everything read from outside is checked against it before memory is taken for it.</summary>
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

    /// <summary>Nesting of arrays and objects in sections that are skipped; the trace tree of deep recursion is the deepest.</summary>
    public const int SkipDepth = 1 << 20;

    /// <summary>One string's bytes between its quotes. V8 cuts at 1024 characters unless told otherwise.</summary>
    public const int StringBytes = 1 << 30;

    /// <summary>A number's digits: 2⁶³ has 19.</summary>
    public const int Digits = 19;
}
