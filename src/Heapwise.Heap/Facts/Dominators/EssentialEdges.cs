using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// The edges that keep objects alive, which is the graph that dominators are computed on. Left out are weak edges, edges
/// to oneself, shortcuts from any node but the root, edges from nodes that the program does not own to nodes that it
/// does (or the debugger would share in the program's objects), and a WeakMap table's edge to a value (the key's edge stays).
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

    /// <summary>True where the type of an edge says all: the program owns the source, and it is neither the root nor a WeakMap's table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPlainSource(int node) => _plain[node];

    /// <summary>The rule for the edges of a plain source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEssentialFromPlain(int node, PackedEdge edge) => edge.Target != node && edge.Type is not (EdgeType.Shortcut or EdgeType.Weak);

    /// <summary>The whole rule.</summary>
    public bool IsEssential(int node, int edge, PackedEdge packed)
    {
        if (packed.IsWeak || packed.Target == node) return false;
        if (packed.Type == EdgeType.Internal && _names.TryWeakMapEntry((int)_columns.EdgeNameOf(edge), out var entry) && entry.TableId == _columns.Ids.Get(node)) return false;
        if (node == 0) return true;
        return packed.Type != EdgeType.Shortcut && (_owned[node] || !_owned[packed.Target]);
    }
}
