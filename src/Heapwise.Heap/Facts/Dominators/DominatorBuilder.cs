using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// Immediate dominators by the semi-NCA algorithm (Georgiadis, "Linear-Time Algorithms for Dominators and Related
/// Problems", 2005; a simplification of Lengauer and Tarjan's that is the fastest in practice), applied to few of the nodes.
///
/// Most nodes of a heap have only one edge that keeps them alive: the source of that edge is their dominator. Only the
/// dominators of the other nodes, the joins, have to be computed. The nearest join of a node is the node itself, if it is one,
/// or the first join on the way up the search tree.
///
/// 1. A depth-first search over essential edges numbers the nodes. An edge to a join that already has a number bounds the join's
///    semidominator immediately: by the source of the edge if that is an ancestor (a forward edge), otherwise by the nearest
///    common ancestor, which is on the path of the search. Beyond that bound, the edge contributes only what the joins above its
///    source contribute. It is therefore kept as an edge from the nearest join of its source, and many such edges are one.
/// 2. Going backwards over the joins, the semidominator of each is the smallest that the kept edges contribute: the smallest
///    semidominator of the joins on the way up from their source (with path compression).
/// 3. Going forwards, the dominator is the nearest ancestor at or above the semidominator.
///
/// Some nodes cannot be reached from the root. Those without an incoming essential edge become children of the root and are
/// searched. Each node that is still unreached (rings) becomes a child of the root.
/// Time: nearly linear. Temporary memory: 28 bytes per join, about 9 per kept edge. No recursion.
/// </summary>
internal sealed unsafe class DominatorBuilder : IDisposable
{
    private const int ReportMask = 0x3FFFF;

    private readonly GraphColumns _columns;
    private readonly EssentialEdges _essential;
    private readonly Action<double>? _report;
    private readonly CancellationToken _cancellation;
    private readonly int _nodeCount;
    private readonly NumberedDominators _numbered;
    private readonly RankedBits _isJoin;
    private readonly NodeBits _rootTargets;
    private readonly NativeColumn<int> _positions; // by a join's rank in file order: its position in search order, 0 if not reached
    private readonly NativeColumn<Join> _joins;
    private readonly NativeColumn<int> _kept = new(1 << 18, zeroed: false); // each source, as a complement, then its kept edges' joins
    private Frame[] _path = new Frame[1024];
    private int _met;
    private int _joinsMet;
    private int _keptCount;
    private long _keptEnd;
    private int _keptSource;

    private DominatorBuilder(
        GraphColumns columns,
        EssentialEdges essential,
        NodeBits joins,
        Action<double>? report,
        CancellationToken cancellation)
    {
        _columns = columns;
        _essential = essential;
        _report = report;
        _cancellation = cancellation;
        _nodeCount = (int)columns.Types.Length;
        _numbered = new NumberedDominators(_nodeCount);
        _isJoin = new RankedBits(joins);
        _rootTargets = new NodeBits(_nodeCount);
        _positions = new NativeColumn<int>(_isJoin.Count);
        _joins = new NativeColumn<Join>(_isJoin.Count + 2L, zeroed: false);
    }

    /// <summary>Computes the dominators by search number, and the node of each number.</summary>
    /// <param name="columns">The graph.</param>
    /// <param name="essential">The edges that count.</param>
    /// <param name="joins">At least all nodes with more than one incoming essential edge, the root, and the targets of its edges.</param>
    /// <param name="report">Called every 262,144 nodes with the fraction of nodes that the search has reached.</param>
    /// <param name="cancellation">Checked as often.</param>
    public static NumberedDominators Build(
        GraphColumns columns,
        EssentialEdges essential,
        NodeBits joins,
        Action<double>? report,
        CancellationToken cancellation)
    {
        using var builder = new DominatorBuilder(columns, essential, joins, report, cancellation);
        try
        {
            builder.SearchAll();
            var (found, count) = (builder._joins, builder._joinsMet);
            using (var kept = builder.SortKept()) JoinDominators.ComputeSemidominators(found, count, kept, cancellation);
            JoinDominators.ComputeDominators(found, count, builder._numbered.Dominator);
            return builder._numbered;
        }
        catch
        {
            builder._numbered.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _positions.Dispose();
        _joins.Dispose();
        _kept.Dispose();
    }

    private void SearchAll()
    {
        for (int edge = _columns.FirstEdges[0], end = _columns.FirstEdges[1]; edge < end; edge++)
        {
            if (_essential.IsEssential(0, edge, _columns.Edges[edge])) _rootTargets.Set(_columns.Edges[edge].Target);
        }

        Search(0, 0);
        if (_met < _nodeCount) SearchUnreached();
    }

    private void SearchUnreached()
    {
        var reached = new NodeBits(_nodeCount);
        MarkReached(reached, 1);
        var kept = new NodeBits(_nodeCount);
        for (var node = 0; node < _nodeCount; node++)
        {
            if (reached[node]) continue;
            for (int edge = _columns.FirstEdges[node], end = _columns.FirstEdges[node + 1]; edge < end; edge++)
            {
                if (_essential.IsEssential(node, edge, _columns.Edges[edge])) kept.Set(_columns.Edges[edge].Target);
            }
        }

        var before = _met;
        for (var node = 0; node < _nodeCount; node++)
        {
            if (!reached[node] && !kept[node]) Search(node, 1);
        }

        MarkReached(reached, before + 1);
        for (var node = 0; node < _nodeCount; node++)
        {
            if (!reached[node]) Number(node, 1);
        }
    }

    private void MarkReached(NodeBits reached, int from)
    {
        for (var number = from; number <= _met; number++) reached.Set(_numbered.Node[number]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Number(int node, int parent)
    {
        var number = ++_met;
        _numbered.Node.Pointer[number] = node;
        _numbered.Dominator.Pointer[number] = parent; // preliminary for a join
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Meet(int node, int rank, int parent, int depth, int parentJoin)
    {
        var position = ++_joinsMet;
        _positions.Pointer[rank] = position;
        var number = Number(node, parent);
        _joins.Pointer[position] = _rootTargets[node]
            ? new Join { Number = number, Semi = 1, SemiDepth = 0, Parent = parentJoin }
            : new Join { Number = number, Semi = parent, SemiDepth = depth, Parent = parentJoin };
        return position;
    }

    /// <summary>
    /// Searches depth-first from one node. The path from the root to the current node is a stack of frames; the first is always the
    /// root's.
    /// </summary>
    // Long because it is the hottest loop of all: its state stays in registers, and helpers would pass most of it by reference.
    private void Search(int start, int parent)
    {
        var first = _columns.FirstEdges.Pointer;
        var edges = _columns.Edges.Pointer;
        var nodes = _numbered.Node.Pointer;
        var joins = _joins.Pointer;
        var essential = _essential;
        var isJoin = _isJoin;
        var path = _path;
        var bottom = parent; // 0 for the root, 1 for the others, which are above it
        var depth = bottom;
        var join = isJoin[start] ? Meet(start, isJoin.RankOf(start), parent, 0, parent) : 1;
        var current = isJoin[start] ? _met : Number(start, parent);
        path[depth] = new Frame(current, join, 0);
        var node = start;
        var (edge, end) = (first[node], first[node + 1]);
        var plain = essential.IsPlainSource(node);
        while (true)
        {
            if (edge == end)
            {
                if (depth == bottom) return;
                (current, join, edge) = path[--depth];
                node = nodes[current];
                end = first[node + 1];
                plain = essential.IsPlainSource(node);
                continue;
            }

            var packed = edges[edge];
            var taken = plain ? EssentialEdges.IsEssentialFromPlain(node, packed) : essential.IsEssential(node, edge, packed);
            edge++;
            if (!taken) continue;
            var target = packed.Target;
            var position = 0;
            if (isJoin[target])
            {
                var rank = isJoin.RankOf(target);
                position = _positions.Pointer[rank];
                if (position != 0)
                {
                    ref var met = ref joins[position];
                    if (met.Semi <= 1) continue;
                    if (met.Number > current)
                    {
                        if (met.Semi > current) (met.Semi, met.SemiDepth) = (current, depth);
                        continue;
                    }

                    if (met.SemiDepth > depth || path[met.SemiDepth].Number != met.Semi) BoundByCommonAncestor(ref met, depth);
                    // A source that is not later than the last one is above it, and contributes no more than that one does.
                    if (join > position && join > met.LastSource) Keep(ref met, position, join);
                    continue;
                }

                position = Meet(target, rank, current, depth, join);
            }
            else
            {
                Number(target, current);
            }

            if (Sse.IsSupported && edge + 2 < end)
            {
                // The next two targets will be needed on the way back.
                Sse.Prefetch0(first + edges[edge + 1].Target);
                Sse.Prefetch0(edges + first[edges[edge].Target]);
            }

            path[depth].Edge = edge;
            if (++depth == path.Length)
            {
                Array.Resize(ref _path, 2 * depth);
                path = _path;
            }

            current = _met;
            if ((current & ReportMask) == 0) Report();
            if (position != 0) join = position;
            path[depth] = new Frame(current, join, 0);
            node = target;
            (edge, end) = (first[node], first[node + 1]);
            plain = essential.IsPlainSource(node);
        }
    }

    private void Report()
    {
        _cancellation.ThrowIfCancellationRequested();
        _report?.Invoke((double)_met / _nodeCount);
    }

    /// <summary>
    /// The nearest common ancestor of a finished join and the current node is the last node on the path whose number is not larger
    /// than the join's.
    /// </summary>
    private void BoundByCommonAncestor(ref Join join, int depth)
    {
        int low = 0, high = depth;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_path[middle].Number <= join.Number) low = middle;
            else high = middle - 1;
        }

        if (_path[low].Number < join.Semi) (join.Semi, join.SemiDepth) = (_path[low].Number, low);
    }

    /// <summary>Keeps an edge to a join, as an edge from the nearest join of its source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(ref Join join, int position, int source)
    {
        join.LastSource = source;
        join.Kept++;
        _keptCount++;
        if (_keptEnd + 2 > _kept.Length) _kept.Resize(2L * _kept.Length);
        if (_keptSource != source) _kept.Pointer[_keptEnd++] = ~(_keptSource = source);
        _kept.Pointer[_keptEnd++] = position;
    }

    /// <summary>The sources of all kept edges, grouped by the join they lead to.</summary>
    private NativeColumn<int> SortKept()
    {
        var sources = new NativeColumn<int>(_keptCount, zeroed: false);
        var sorted = sources.Pointer;
        var joins = _joins.Pointer;
        var kept = _kept.Pointer;
        var total = 0;
        joins[_joinsMet + 1].Kept = 0;
        for (var position = 1; position <= _joinsMet + 1; position++)
        {
            joins[position].Kept = total += joins[position].Kept; // the end of its edges, which are filled in backwards
        }

        var source = 0;
        for (long i = 0; i < _keptEnd; i++)
        {
            if (kept[i] < 0) source = ~kept[i];
            else sorted[--joins[kept[i]].Kept] = source;
        }

        _kept.Resize(_keptEnd); // pages never written to are not worth keeping
        _kept.Dispose();
        _positions.Dispose();
        return sources;
    }

    /// <summary>One node on the path of the search: its number, its nearest join, and the edge to continue with.</summary>
    private record struct Frame(int Number, int Join, int Edge);
}
