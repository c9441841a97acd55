using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>
/// Where memory accumulates in a single snapshot. As in Eclipse MAT's leak suspects, the tree is descended from the root while one child
/// holds nearly all of its parent, until the drop: a node whose light children together hold much is a holder. Here it is the tree of best
/// paths (see <see cref="HeldBytes"/>), and a node may have several heavy children. In a linked list there is no drop, each link holds a
/// little less than the one before: the node above the list is the holder. So is the node above a single large object. Containers of very
/// many entries, lists of many listeners and of many timers are holders whatever they hold. Time: a pass over the nodes for each of the
/// two kinds.
/// </summary>
internal sealed class HeavyHolders
{
    /// <summary>A container with this many entries is examined, whatever their size.</summary>
    public const int MinEntries = 100_000;

    /// <summary>The same for the listeners of one event.</summary>
    public const int MinListeners = 200;

    /// <summary>The same for timers.</summary>
    public const int MinTimers = 1_000;

    /// <summary>Links that must be alike to be a list.</summary>
    private const int MinLinks = 24;

    /// <summary>Nodes from one link of a list to the next: a closure, its scope, a promise and its reaction …</summary>
    private const int MaxPeriod = 8;

    /// <summary>The part of a node that its own memory makes up where it is a single large object.</summary>
    private const double MinOwnShare = 0.8;

    private readonly RootPaths _paths;
    private readonly HeapSnapshot _snapshot;
    private readonly HeldBytes _held;
    private readonly long _minBytes;
    private readonly HeavyTree _tree;
    private readonly HashSet<NodeIndex> _holders = [];
    private readonly HashSet<NodeIndex> _above = [];

    private HeavyHolders(RootPaths paths, HeldBytes held, long minBytes)
    {
        _paths = paths;
        _snapshot = paths.Snapshot;
        _held = held;
        _minBytes = minBytes;
        _tree = new HeavyTree(paths, held, minBytes);
    }

    /// <summary>Objects at which memory accumulates.</summary>
    public IReadOnlySet<NodeIndex> Holders => _holders;

    /// <summary>Objects on the way to a holder, and the holders.</summary>
    public IReadOnlySet<NodeIndex> Above => _above;

    public static HeavyHolders Find(RootPaths paths, HeldBytes held, long minBytes)
    {
        var found = new HeavyHolders(paths, held, minBytes);
        found.Descend();
        found.AddWide();
        return found;
    }

    private void Descend()
    {
        var waiting = new Stack<NodeIndex>();
        waiting.Push(_snapshot.Graph.Root);
        while (waiting.TryPop(out var at))
        {
            _above.Add(at);
            var rest = _held.Of(at);
            foreach (var child in _tree.ChildrenOf(at))
            {
                rest -= _held.Of(child);
                if (IsList(child)) AddList(at, child, waiting);
                else waiting.Push(child);
            }

            if (rest < _minBytes) continue;
            if (_snapshot.Graph.ShallowSizeOf(at) < MinOwnShare * rest) _holders.Add(at);
            else AddSingle(at);
        }
    }

    /// <summary>Heavy nodes that hang at the links of a list are examined one by one.</summary>
    private void AddList(NodeIndex holder, NodeIndex first, Stack<NodeIndex> waiting)
    {
        _holders.Add(holder);
        foreach (var link in _tree.MainRun(first, int.MaxValue))
        {
            foreach (var other in _tree.ChildrenOf(link).Skip(1)) waiting.Push(other);
        }
    }

    /// <summary>
    /// A large string, or the memory of a buffer: what the program knows is the outermost object that is made of it alone.
    /// </summary>
    private void AddSingle(NodeIndex large)
    {
        var at = large;
        _above.Remove(at);
        while (IsPartOf(at, _paths.ParentOf(at)))
        {
            at = _paths.ParentOf(at);
            _above.Remove(at);
        }

        _holders.Add(_paths.ParentOf(at));
    }

    /// <summary>A backing store, the memory of an ArrayBuffer, the ArrayBuffer of a view, a piece of a string.</summary>
    private bool IsPartOf(NodeIndex node, NodeIndex parent)
    {
        var graph = _snapshot.Graph;
        if (_paths.ParentEdgeOf(node) is not { } edge || _held.Of(node) < MinOwnShare * _held.Of(parent)) return false;
        return ContainerKinds.IsBackingStore(graph, node, edge)
            || graph.TypeOf(parent) is NodeType.ConcatenatedString or NodeType.SlicedString
            || graph.Is(edge, EdgeType.Internal, "backing_store"u8)
            || (graph.Is(edge, EdgeType.Internal, "buffer"u8) && graph.IsObject(node, "ArrayBuffer"u8));
    }

    /// <summary>True where links of one kind follow each other from a node on, each with the same nodes between it and the next.</summary>
    private bool IsList(NodeIndex first)
    {
        var run = _tree.MainRun(first, MinLinks + (2 * MaxPeriod));
        for (var period = 1; period <= MaxPeriod && run.Count >= MinLinks + period; period++)
        {
            // The edge to the first link has a name of its own: queue.head, then next, next.
            if (!IsSameKind(run[0], run[period])) continue;
            var at = 1;
            while (at + period < run.Count && IsSameKind(run[at], run[at + period]) && IsSameEdge(run[at], run[at + period])) at++;
            if (at + period >= run.Count) return true;
        }

        return false;
    }

    private bool IsSameKind(NodeIndex a, NodeIndex b) =>
        _snapshot.Graph.TypeOf(a) == _snapshot.Graph.TypeOf(b) && _snapshot.Graph.NameIndexOf(a) == _snapshot.Graph.NameIndexOf(b);

    private bool IsSameEdge(NodeIndex a, NodeIndex b)
    {
        if (_paths.ParentEdgeOf(a) is not { } edge || _paths.ParentEdgeOf(b) is not { } other) return false;
        var graph = _snapshot.Graph;
        return graph.TypeOf(edge) == graph.TypeOf(other) && graph.TypeOf(edge) != EdgeType.Element
            && graph.NameOrNumberOf(edge) == graph.NameOrNumberOf(other);
    }

    private void AddWide()
    {
        foreach (var at in _paths.Order)
        {
            var node = new NodeIndex(at);
            if (IsWide(node) && !IsOfV8(node)) Add(node);
        }

        var timers = RunningTimers.FindAll(_snapshot);
        if (timers.Count < MinTimers) return;
        foreach (var timer in timers)
        {
            if (_paths.Reaches(timer.List)) Add(timer.List);
        }
    }

    private void Add(NodeIndex holder)
    {
        _holders.Add(holder);
        _above.Add(holder);
    }

    private bool IsWide(NodeIndex node)
    {
        var graph = _snapshot.Graph;
        var edges = graph.EdgeCountOf(node);
        if (edges < MinListeners || _paths.ParentEdgeOf(node) is not { } edge) return false;
        if (edges >= MinEntries)
        {
            return graph.TypeOf(node) is NodeType.Object
                || (graph.TypeOf(node) is NodeType.Array && graph.Is(edge, EdgeType.Internal, "table"u8));
        }

        var owner = _paths.ParentOf(node);
        return graph.IsObject(node, "Array"u8)
            && _paths.ParentEdgeOf(owner) is { } above && graph.Is(above, EdgeType.Property, "_events"u8);
    }

    private bool IsOfV8(NodeIndex node)
    {
        for (var at = node; _paths.ParentEdgeOf(at) is not null; at = _paths.ParentOf(at))
        {
            if (SurvivorSet.IsBookkeeping(_paths, at)) return true;
        }

        return false;
    }
}
