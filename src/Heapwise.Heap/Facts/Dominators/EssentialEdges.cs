using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// The edges that keep objects alive: dominators are computed on this graph. It leaves out weak edges, edges from a node to itself,
/// shortcuts from nodes other than the root, and a WeakMap table's edges to values (the keys' edges stay). It also leaves out edges
/// from nodes that the program does not own to nodes that it owns, so that a debugger is not counted as one of their holders.
/// </summary>
internal readonly struct EssentialEdges
{
    private readonly GraphColumns _columns;
    private readonly KnownNames _names;
    private readonly NodeBits _owned;
    private readonly NodeBits _plain;

    public EssentialEdges(GraphColumns columns, KnownNames names, NodeBits owned)
    {
        _columns = columns;
        _names = names;
        _owned = owned;
        _plain = owned.Copy();
        _plain.Clear(0);
        if (!names.HasWeakMapEntries) return;
        var ids = columns.Ids.Low.Span;
        for (var node = 0; node < ids.Length; node++)
        {
            if (names.MayBeWeakMapTable(ids[node])) _plain.Clear(node);
        }
    }

    /// <summary>
    /// Whether the type of an edge alone decides: the program owns the source, which is neither the root nor a WeakMap's table.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPlainSource(int node) => _plain[node];

    /// <summary>The rule for the edges of a plain source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEssentialFromPlain(int node, PackedEdge edge) =>
        edge.Target != node && edge.Type is not (EdgeType.Shortcut or EdgeType.Weak);

    /// <summary>The whole rule.</summary>
    public bool IsEssential(int node, int edge, PackedEdge packed)
    {
        if (packed.IsWeak || packed.Target == node) return false;
        if (packed.Type == EdgeType.Internal && IsFromWeakMapTable(node, edge)) return false;
        if (node == 0) return true;
        return packed.Type != EdgeType.Shortcut && (_owned[node] || !_owned[packed.Target]);
    }

    private bool IsFromWeakMapTable(int node, int edge) =>
        _names.TryWeakMapEntry((int)_columns.EdgeNameOf(edge), out var entry) && entry.TableId == _columns.Ids.Get(node);
}
