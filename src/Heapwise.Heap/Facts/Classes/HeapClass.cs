using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// One row of Chrome DevTools' Summary view. Nodes of shallow size 0 are not counted. The key distinguishes classes with the same
/// name: <c>scriptId,line,column,name</c> if the location of the constructor is known, otherwise <c>,name</c>.
/// </summary>
public sealed record HeapClass
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public required int Count { get; init; }

    public required long ShallowBytes { get; init; }

    /// <summary>The sum of the instances' retained sizes; an instance dominated by another one is not counted again.</summary>
    public required long RetainedBytes { get; init; }

    /// <summary>The smallest distance of an instance.</summary>
    public required int Distance { get; init; }

    /// <summary>The location of the constructor, counted from 0; null if the snapshot does not have it.</summary>
    public SourceLocation? Constructor { get; init; }
}
