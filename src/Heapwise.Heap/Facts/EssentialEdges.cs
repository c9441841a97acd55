using System.Runtime.CompilerServices;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The edges that keep objects alive, which is the graph that dominators are computed on. Left out are weak edges, edges
/// to oneself, shortcuts from any node but the root, edges from nodes that the program does not own to nodes that it
/// does (or the debugger would share in the program's objects), and a WeakMap table's edge to a value (the key's edge stays).
/// </summary>
internal readonly struct EssentialEdges(GraphColumns columns, KnownNames names, NodeBits owned)
{
    /// <summary>True if the node's edges need more than a look at their type: asked once a node, not once an edge.</summary>
    public bool IsPlainSource(int node) => node != 0 && owned[node] && !names.HasWeakMapEntries;

    /// <summary>The rule for the edges of a plain source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEssentialFromPlain(int node, int target, uint packedName) =>
        packedName < (uint)EdgeType.Shortcut << GraphColumns.EdgeNameBits ? target != node : target != node && packedName >= (uint)EdgeType.Other << GraphColumns.EdgeNameBits;

    /// <summary>The whole rule.</summary>
    public bool IsEssential(int node, int edge, int target, uint packedName)
    {
        var type = (EdgeType)(packedName >> GraphColumns.EdgeNameBits);
        if (type == EdgeType.Weak || target == node) return false;
        if (type == EdgeType.Internal && names.HasWeakMapEntries
            && names.TryWeakMapEntry((int)columns.EdgeNameOf(edge), out var entry) && entry.TableId == columns.Ids.Get(node)) return false;
        if (node == 0) return true;
        return type != EdgeType.Shortcut && (owned[node] || !owned[target]);
    }
}
