namespace Heapwise.Heap.Index;

/// <summary>The contents of an index file. The numbers are part of its format.</summary>
internal enum IndexSection
{
    Facts = 0,
    Types,
    Names,
    Ids,
    Sizes,
    FirstEdges,
    Edges,
    LocationNodes,
    LocationOf,
    StringBytes,
    StringEnds,
    StringBases,
    Dominators,
    RetainedNarrow,
    RetainedWide,
    DistancesNarrow,
    DistancesWide,
    ClassOf,
    RetainerFirst,
    RetainerEdges,
    PathRules,
    PathEdges,
    PathCosts,
}
