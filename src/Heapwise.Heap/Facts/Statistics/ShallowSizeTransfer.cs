using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>
/// Moves the size of internal parts (hidden nodes, internal arrays, external string data) to the one object that owns them, as
/// Chrome DevTools does, so that the size of an array includes the store of its elements. Ownership spreads from nodes that own
/// themselves over edges that are not weak. A part reached by two owners keeps its size. Nothing moves to synthetic nodes or the
/// root, and nothing at all if there is no user root (as in a raw snapshot of internals).
///
/// One sweep in file order; parts whose owner changes behind the sweep go onto a stack. One bit per node marks what can be owned,
/// so most edges cost one look-up in a small table. Temporary memory: 4 bytes per part.
/// </summary>
internal static class ShallowSizeTransfer
{
    private const int Unvisited = -1;
    private const int Several = -2;

    /// <returns>The parts that several owners reach, each over its own edge; null if there is nothing to transfer.</returns>
    public static NodeBits? Apply(GraphColumns columns, KnownNames names)
    {
        if (!HasUserRoot(columns, names)) return null;
        var parts = FindParts(columns, names);
        using var owners = new NativeColumn<int>(parts.Count, zeroed: false); // by a part's position among them; others own themselves
        FindOwners(columns, parts, owners.Span);
        return Transfer(columns, parts, owners.Span);
    }

    private static RankedBits FindParts(GraphColumns columns, KnownNames names)
    {
        var types = columns.Types.Span;
        var nodeNames = columns.Names.Span;
        var parts = new NodeBits(types.Length);
        for (var node = 0; node < types.Length; node++)
        {
            if (IsPart((NodeType)types[node], nodeNames[node], names)) parts.Set(node);
        }

        return new RankedBits(parts);
    }

    private static void FindOwners(GraphColumns columns, RankedBits parts, Span<int> owners)
    {
        var count = (int)columns.Types.Length;
        var first = columns.FirstEdges.Span;
        var edges = columns.Edges.Span;
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
    }

    private static NodeBits Transfer(GraphColumns columns, RankedBits parts, ReadOnlySpan<int> owners)
    {
        var types = columns.Types.Span;
        var shared = new NodeBits(types.Length);
        for (var node = 0; node < types.Length; node++)
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
