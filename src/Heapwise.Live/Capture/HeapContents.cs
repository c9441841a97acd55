namespace Heapwise.Live.Capture;

/// <summary>What a snapshot has to write down: its cost in time, memory and disk is proportional to each of these.</summary>
/// <param name="Nodes">Objects, strings and what V8 keeps for itself.</param>
/// <param name="Edges">References between them.</param>
/// <param name="Strings">Strings that are not made up of others; at most.</param>
/// <param name="Names">
/// Indexes and keys of weak maps that V8 turns into text, each in a buffer of its own of a kilobyte: as many as the longest array, map,
/// set or dictionary has entries.
/// </param>
/// <param name="TextBytes">Characters of strings, of which V8 copies the first 1024.</param>
/// <param name="IsCounted">Whether the nodes were counted by V8.</param>
public sealed record HeapContents(long Nodes, long Edges, long Strings, long Names, long TextBytes, bool IsCounted)
{
    /// <summary>The size of a reference, and the least that an object needs for one.</summary>
    private const int WordBytes = 8;

    /// <summary>Of the smallest objects.</summary>
    private const int MinNodeBytes = 16;

    /// <summary>Characters of a string that a snapshot contains.</summary>
    private const int MaxTextBytes = 1024;

    /// <summary>An object has a reference to its type and is referred to.</summary>
    private const int MinPointersPerNode = 2;

    /// <summary>Measured in heaps of objects, closures, strings, maps and promises: 2.2 to 4.5.</summary>
    private const int UsualPointersPerNode = 3;

    /// <summary>The most that a heap can contain.</summary>
    internal static HeapContents Bound(long heapUsedBytes, HeapCensus census)
    {
        var pointers = Pointers(heapUsedBytes, census);
        var nodes = census.Pointers is null ? heapUsedBytes / MinNodeBytes : pointers / MinPointersPerNode;
        return Create(nodes, heapUsedBytes, census, isCounted: false);
    }

    /// <summary>What a heap probably contains.</summary>
    internal static HeapContents Expect(long heapUsedBytes, HeapCensus census)
    {
        var nodes = Pointers(heapUsedBytes, census) / UsualPointersPerNode;
        return Create(nodes, heapUsedBytes, census, isCounted: false);
    }

    /// <summary>What a heap contains, where V8 has counted its nodes.</summary>
    internal static HeapContents Count(long nodes, long heapUsedBytes, HeapCensus census) =>
        Create(nodes, heapUsedBytes, census, isCounted: true);

    private static HeapContents Create(long nodes, long heapUsedBytes, HeapCensus census, bool isCounted)
    {
        // An element of an array is referred to by the array and by what stores its elements.
        var edges = Pointers(heapUsedBytes, census) + Math.Min(census.ElementPointers ?? long.MaxValue, heapUsedBytes / WordBytes);
        var names = census.Names ?? census.LargeObjectBytes / WordBytes;
        var text = Math.Max(0, heapUsedBytes - (WordBytes * (census.Pointers ?? nodes)));
        var strings = Math.Min(census.Strings ?? nodes, nodes);
        return new HeapContents(nodes, edges, strings, names, Math.Min(text, nodes * MaxTextBytes), isCounted);
    }

    private static long Pointers(long heapUsedBytes, HeapCensus census) =>
        Math.Min(census.Pointers ?? long.MaxValue, heapUsedBytes / WordBytes);
}
