using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// Immediate dominators by the semi-NCA algorithm (Georgiadis, "Linear-Time Algorithms for Dominators and Related
/// Problems", 2005; a simplification of Lengauer and Tarjan's that is the fastest in practice), on few of the nodes.
///
/// Most nodes of a heap have one edge only that keeps them: that edge's source is their dominator. What is to be found out
/// are the dominators of the others, the joins. Each node stands under its nearest join, itself or the first one on the
/// way up the search tree.
///
/// 1. A depth-first search over essential edges numbers the nodes. An edge to a join that has a number already bounds its
///    semidominator at once: by the edge's source where that is an ancestor (a forward edge), else by the nearest common
///    ancestor, which stands on the search's path. Beyond that bound an edge offers only what the joins above its source
///    offer; so it is kept as one from the join that its source stands under, and many like it are kept once.
/// 2. Backwards over the joins, the semidominator of each is the least that the kept edges offer: the least semidominator
///    of the joins on the way up from their source (with path compression).
/// 3. Forwards, the dominator is the nearest ancestor at or above the semidominator.
///
/// Nodes that the root does not reach: those without any essential edge towards them become children of the root and
/// are searched; what is left (rings) becomes a child of the root node by node.
/// Time: near linear. Temporary memory: 28 bytes a join, about 9 a kept edge. No recursion.
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
    private readonly NativeColumn<int> _positionOf; // by a join's rank in file order: its position in the order met, 0 if not met
    private readonly NativeColumn<Join> _joins;
    private readonly NativeColumn<int> _kept = new(1 << 18, zeroed: false); // sources, as complements, each before the joins that its kept edges lead to
    private Frame[] _path = new Frame[1024];
    private int _met;
    private int _joinsMet;
    private int _keptCount;
    private long _keptEnd;
    private int _keptSource;

    private DominatorBuilder(GraphColumns columns, EssentialEdges essential, NodeBits joins, Action<double>? report, CancellationToken cancellation)
    {
        _columns = columns;
        _essential = essential;
        _report = report;
        _cancellation = cancellation;
        _nodeCount = (int)columns.Types.Length;
        _numbered = new NumberedDominators(_nodeCount);
        _isJoin = new RankedBits(joins);
        _rootTargets = new NodeBits(_nodeCount);
        _positionOf = new NativeColumn<int>(_isJoin.Count);
        _joins = new NativeColumn<Join>(_isJoin.Count + 2L, zeroed: false);
    }

    /// <summary>The dominators over search numbers, and which node each number stands for.</summary>
    /// <param name="columns">The graph.</param>
    /// <param name="essential">Which edges count.</param>
    /// <param name="joins">Every node with more than one essential edge to it, the root, and what its edges lead to. More do no harm.</param>
    /// <param name="report">Called every 262,144 nodes with the share of nodes that the search has met.</param>
    /// <param name="cancellation">Looked at as often.</param>
    public static NumberedDominators Build(GraphColumns columns, EssentialEdges essential, NodeBits joins, Action<double>? report, CancellationToken cancellation)
    {
        using var builder = new DominatorBuilder(columns, essential, joins, report, cancellation);
        try
        {
            builder.SearchAll();
            using (var kept = builder.SortKept()) builder.ComputeSemidominators(kept);
            builder.ComputeDominators();
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
        _positionOf.Dispose();
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
        _numbered.Dominator.Pointer[number] = parent; // of a join, until it is known better
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Meet(int node, int rank, int parent, int depth, int parentJoin)
    {
        var position = ++_joinsMet;
        _positionOf.Pointer[rank] = position;
        var number = Number(node, parent);
        _joins.Pointer[position] = _rootTargets[node]
            ? new Join { Number = number, Semi = 1, SemiDepth = 0, Parent = parentJoin }
            : new Join { Number = number, Semi = parent, SemiDepth = depth, Parent = parentJoin };
        return position;
    }

    /// <summary>Depth-first from one node. The path from the root to the node at hand is a stack of frames; the root's is always its first.</summary>
    private void Search(int start, int parent)
    {
        var first = _columns.FirstEdges.Pointer;
        var edges = _columns.Edges.Pointer;
        var nodes = _numbered.Node.Pointer;
        var joins = _joins.Pointer;
        var essential = _essential;
        var isJoin = _isJoin;
        var path = _path;
        var bottom = parent; // 0 for the root, 1 for the others, which stand on it
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
                position = _positionOf.Pointer[rank];
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
                    if (join > position && join > met.LastSource) Keep(ref met, position, join); // a later source is below this one: what it offers is no worse
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
                // What the way back will need: the next two targets.
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

    /// <summary>The nearest common ancestor of a join left behind and the node at hand: the last on the path that has not a larger number than the join.</summary>
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

    /// <summary>Keeps an edge to a join, as one from the join that its source stands under.</summary>
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

    /// <summary>The sources of all kept edges, grouped by the join that they lead to.</summary>
    private NativeColumn<int> SortKept()
    {
        var sources = new NativeColumn<int>(_keptCount, zeroed: false);
        var sorted = sources.Pointer;
        var joins = _joins.Pointer;
        var kept = _kept.Pointer;
        var total = 0;
        joins[_joinsMet + 1].Kept = 0;
        for (var position = 1; position <= _joinsMet + 1; position++) joins[position].Kept = total += joins[position].Kept; // the end of its edges: filling goes downwards
        var source = 0;
        for (long i = 0; i < _keptEnd; i++)
        {
            if (kept[i] < 0) source = ~kept[i];
            else sorted[--joins[kept[i]].Kept] = source;
        }

        _kept.Resize(_keptEnd); // what was never touched is not worth keeping
        _kept.Dispose();
        _positionOf.Dispose();
        return sources;
    }

    private void ComputeSemidominators(NativeColumn<int> kept)
    {
        var joins = _joins.Pointer;
        using var linkColumn = new NativeColumn<Link>(_joinsMet + 1L, zeroed: false);
        var links = linkColumn.Pointer;
        var sources = kept.Pointer;
        var path = new IntStack();
        for (var position = _joinsMet; position >= 2; position--)
        {
            if ((position & ReportMask) == 0) _cancellation.ThrowIfCancellationRequested();
            var least = joins[position].Semi;
            for (int at = joins[position].Kept, end = joins[position + 1].Kept; at < end && least > 1; at++)
            {
                var source = sources[at];
                var offered = links[source].Ancestor <= position ? links[source].Least : Compress(links, source, position, ref path);
                if (offered < least) least = offered;
            }

            joins[position].Semi = least;
            links[position] = new Link(joins[position].Parent, least);
        }
    }

    /// <summary>The least semidominator on the way from a join up to, and without, the first join above it at or below <paramref name="floor"/>; the way is shortened for the next time.</summary>
    private static int Compress(Link* links, int join, int floor, ref IntStack path)
    {
        var at = join;
        do
        {
            path.Push(at);
            at = links[at].Ancestor;
        }
        while (links[at].Ancestor > floor);

        var top = links[at];
        var least = top.Least;
        while (path.TryPop(out at))
        {
            least = Math.Min(least, links[at].Least);
            links[at] = new Link(top.Ancestor, least);
        }

        return least;
    }

    /// <summary>
    /// A join's candidates are its ancestors. Between two joins on the way up stand only nodes that are dominated by their
    /// parents, so whole stretches are skipped; a semidominator inside one is the dominator.
    /// </summary>
    private void ComputeDominators()
    {
        var joins = _joins.Pointer;
        var dominators = _numbered.Dominator.Pointer;
        dominators[1] = 1;
        for (var position = 2; position <= _joinsMet; position++)
        {
            ref var join = ref joins[position];
            var candidate = dominators[join.Number];
            var above = join.Parent;
            while (joins[above].Number > join.Semi)
            {
                candidate = dominators[joins[above].Number];
                above = joins[above].Parent;
            }

            dominators[join.Number] = Math.Min(candidate, join.Semi);
            join.Parent = above; // from here on: the join that its dominator stands under
        }
    }

    /// <summary>What belongs to one join, by its position in the order met.</summary>
    private struct Join
    {
        /// <summary>Search number.</summary>
        public int Number;

        /// <summary>Number of the semidominator, as far as known.</summary>
        public int Semi;

        /// <summary>Where on the search's path the semidominator stood.</summary>
        public int SemiDepth;

        /// <summary>The nearest join above it in the search tree.</summary>
        public int Parent;

        /// <summary>The join that the last kept edge came from.</summary>
        public int LastSource;

        /// <summary>While searching, how many edges are kept to it; then where they begin.</summary>
        public int Kept;
    }

    /// <summary>One join's place in the forest of path compression.</summary>
    /// <param name="Ancestor">The nearest join above that is not yet skipped.</param>
    /// <param name="Least">The least semidominator between here and there, this one included.</param>
    private readonly record struct Link(int Ancestor, int Least);

    /// <summary>One node on the search's path: its number, the join that it stands under, and the edge to go on with.</summary>
    private record struct Frame(int Number, int Join, int Edge);
}
