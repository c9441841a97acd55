using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>
/// Adds up the bytes by kind. One pass over the nodes, and one over the edges if element stores of arrays kept their size although
/// they may have a single owner.
/// </summary>
internal static class StatisticsBuilder
{
    /// <param name="columns">The graph, with final sizes.</param>
    /// <param name="names">Its known names.</param>
    /// <param name="shared">Parts known to be reached by several owners; null if this is not known.</param>
    /// <param name="extraNativeBytes">Native memory that the head of the file reports.</param>
    public static SnapshotStatistics Build(GraphColumns columns, KnownNames names, NodeBits? shared, long extraNativeBytes)
    {
        long total = 0, native = 0, typedArrays = 0, code = 0, strings = 0, system = 0, arrays = 0;
        var types = columns.Types.Span;
        var nodeNames = columns.Names.Span;
        var low = columns.Sizes.Low.Span;
        var stores = new NodeBits(types.Length);
        var arraysWithStore = new List<int>();
        for (var node = 0; node < types.Length; node++)
        {
            long size = low[node] == uint.MaxValue ? columns.Sizes.Get(node) : low[node];
            total += size;
            switch ((NodeType)types[node])
            {
                case NodeType.Hidden:
                    system += size;
                    break;
                case NodeType.Native:
                    native += size;
                    if (nodeNames[node] == (uint)names.ArrayBufferData) typedArrays += size;
                    break;
                case NodeType.Code:
                    code += size;
                    break;
                case NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString:
                    strings += size;
                    break;
                default:
                    if (nodeNames[node] != (uint)names.ArrayName || names.ArrayName < 0) break;
                    arrays += size;
                    var store = FindStore(columns, names, node);
                    if (store >= 0 && low[store] != 0 && !IsShared(shared, types[node], store))
                    {
                        stores.Set(store);
                        arraysWithStore.Add(store);
                    }

                    break;
            }
        }

        arrays += SoleStores(columns, stores, arraysWithStore);
        return new SnapshotStatistics(total + extraNativeBytes, native + extraNativeBytes, typedArrays, code, strings, arrays, system);
    }

    /// <summary>Whether more than one edge is known to lead to the store of an array that is not itself part of another object.</summary>
    private static bool IsShared(NodeBits? shared, byte arrayType, int store) =>
        shared is { } known && arrayType != (byte)NodeType.Array && known[store];

    /// <summary>The target of the first "elements" edge, or -1.</summary>
    private static int FindStore(GraphColumns columns, KnownNames names, int node)
    {
        for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
        {
            if (columns.Edges[edge].Packed == PackedEdge.Pack(EdgeType.Internal, (uint)names.Elements)) return columns.Edges[edge].Target;
        }

        return -1;
    }

    /// <summary>Bytes of the stores that exactly one edge points to, once for each array that names them.</summary>
    private static long SoleStores(GraphColumns columns, NodeBits stores, List<int> arraysWithStore)
    {
        if (arraysWithStore.Count == 0) return 0;
        var count = (int)columns.Types.Length;
        var once = new NodeBits(count);
        var twice = new NodeBits(count);
        foreach (var edge in columns.Edges.Span)
        {
            if (stores[edge.Target] && !once.Add(edge.Target)) twice.Set(edge.Target);
        }

        return arraysWithStore.Where(store => !twice[store]).Sum(store => columns.Sizes.Get(store));
    }
}
