using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>
/// Gives the size of internal parts (hidden nodes, internal arrays, external string data) to the one object that owns
/// them, as Chrome DevTools does, so that an array's size includes its elements' store. Ownership spreads from nodes
/// that own themselves over edges that are not weak; a part reached from two owners keeps its size. Nothing moves to
/// synthetic nodes or the root, and nothing at all where the root has no user root (a raw snapshot of internals).
///
/// One sweep in file order; parts whose owner changes behind the sweep go on a stack. A bit a node says what can be
/// owned, so that most edges cost one look-up in a small table. Temporary memory: 4 bytes a part.
/// </summary>
internal static class ShallowSizeTransfer
{
    private const int Unvisited = -1;
    private const int Several = -2;

    /// <returns>The parts that several owners reach, each over an edge of its own; null if there is nothing to transfer.</returns>
    public static NodeBits? Apply(GraphColumns columns, KnownNames names)
    {
        if (!HasUserRoot(columns, names)) return null;
        var count = (int)columns.Types.Length;
        var types = columns.Types.Span;
        var nodeNames = columns.Names.Span;
        var first = columns.FirstEdges.Span;
        var edges = columns.Edges.Span;
        var partBits = new NodeBits(count);
        for (var node = 0; node < count; node++)
        {
            if (IsPart((NodeType)types[node], nodeNames[node], names)) partBits.Set(node);
        }

        var parts = new RankedBits(partBits);
        using var ownerColumn = new NativeColumn<int>(parts.Count, zeroed: false); // by a part's position among them; all others own themselves
        var owners = ownerColumn.Span;
        owners.Fill(Unvisited);
        var behind = new IntStack();
        for (var node = 0; node < count; node++)
        {
            if (parts[node] && owners[parts.RankOf(node)] == Unvisited) continue;
            var at = node;
            do
            {
                var owner = parts[at] ? owners[parts.RankOf(at)] : at;
                for (int edge = first[at], end = first[at + 1]; edge < end; edge++)
                {
                    var target = edges[edge].Target;
                    if (!parts[target] || edges[edge].IsWeak) continue;
                    ref var current = ref owners[parts.RankOf(target)];
                    if (current == Several || current == owner) continue;
                    current = current == Unvisited ? owner : Several;
                    if (target <= node) behind.Push(target);
                }
            }
            while (behind.TryPop(out at));
        }

        var shared = new NodeBits(count);
        for (var node = 0; node < count; node++)
        {
            if (!parts[node]) continue;
            var owner = owners[parts.RankOf(node)];
            if (owner == Several) shared.Set(node);
            if (owner == node || owner < 1 || types[owner] == (byte)NodeType.Synthetic) continue; // negative: none or several; 0: the root
            var size = columns.Sizes.Get(node);
            columns.Sizes.Set(node, 0);
            columns.Sizes.Set(owner, columns.Sizes.Get(owner) + size);
        }

        return shared;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPart(NodeType type, uint name, KnownNames names) =>
        type is NodeType.Hidden or NodeType.Array || (type == NodeType.Native && name == (uint)names.ExternalStringData);

    /// <summary>A user root is a non-synthetic child of the root, or the document trees.</summary>
    private static bool HasUserRoot(GraphColumns columns, KnownNames names)
    {
        for (var edge = columns.FirstEdges[0]; edge < columns.FirstEdges[1]; edge++)
        {
            var target = columns.Edges[edge].Target;
            if (columns.Types[target] != (byte)NodeType.Synthetic || PageOwnership.IsDocumentDomTrees(columns, names, target)) return true;
        }

        return false;
    }
}
