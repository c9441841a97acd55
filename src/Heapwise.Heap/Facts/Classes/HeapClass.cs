using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// One row of Chrome DevTools' Summary view. Nodes of shallow size 0 are not counted. The key tells classes of one name in
/// different places apart: <c>scriptId,line,column,name</c> where the constructor's place is known, else <c>,name</c>.
/// </summary>
public sealed record HeapClass
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public int Count { get; init; }

    public long ShallowBytes { get; init; }

    /// <summary>Retained sizes of the instances, those inside another instance's dominator subtree counted once.</summary>
    public long RetainedBytes { get; init; }

    /// <summary>The least distance of an instance.</summary>
    public int Distance { get; init; }

    /// <summary>The constructor's place, 0-based, where the snapshot knows it.</summary>
    public SourceLocation? Constructor { get; init; }
}
