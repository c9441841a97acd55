using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>
/// Attributes bytes to native contexts (realms). The map of an object's map names its context with certainty. From such objects,
/// the attribution spreads over edges that are neither weak nor shortcuts. What several contexts reach is shared.
/// </summary>
internal sealed class NativeContextAttribution
{
    private const int Unattributed = -1;
    private const int Shared = -2;

    private readonly HeapGraph _graph;
    private readonly KnownNames _names;
    private readonly List<int> _contexts = [];
    private readonly int[] _owners;
    private readonly NodeBits _fixed;

    private NativeContextAttribution(HeapGraph graph, KnownNames names)
    {
        _graph = graph;
        _names = names;
        _owners = new int[graph.NodeCount];
        _fixed = new NodeBits(graph.NodeCount);
        Array.Fill(_owners, Unattributed);
    }

    public static NativeContextSizes Build(HeapGraph graph, KnownNames names, DominatorTree dominators)
    {
        var attribution = new NativeContextAttribution(graph, names);
        attribution.Fix();
        attribution.Spread();
        return attribution.AddUp(dominators);
    }

    private void Fix()
    {
        var isContext = new Dictionary<int, bool>();
        for (var node = 0; node < _graph.NodeCount; node++)
        {
            if (!IsContext(node, isContext)) continue;
            _contexts.Add(node);
            _owners[node] = node;
            _fixed.Set(node);
        }

        if (_contexts.Count == 0) return;
        for (var node = 0; node < _graph.NodeCount; node++)
        {
            if (_fixed[node]) continue;
            if (FindTarget(node, _names.Map) is not { } map || FindTarget(map, _names.Map) is not { } metaMap) continue;
            if (FindContext(metaMap, isContext) is not { } owner) continue;
            _owners[node] = owner;
            _fixed.Set(node);
        }
    }

    private bool IsContext(int node, Dictionary<int, bool> known)
    {
        var name = _graph.NameIndexOf(new NodeIndex(node));
        if (!known.TryGetValue(name, out var isContext))
        {
            known.Add(name, isContext = IsContextName(name));
        }

        return isContext;
    }

    /// <summary>The name may be followed by the origin of the context, and preceded by "Detached ".</summary>
    private bool IsContextName(int name)
    {
        var strings = _graph.Strings;
        return strings.Is(name, "system / NativeContext"u8)
            || strings.StartsWith(name, "system / NativeContext / "u8)
            || strings.Is(name, "Detached system / NativeContext"u8)
            || strings.StartsWith(name, "Detached system / NativeContext / "u8);
    }

    private int? FindTarget(int node, int internalName)
    {
        if (internalName < 0) return null;
        var columns = _graph.Columns;
        var wanted = PackedEdge.Pack(EdgeType.Internal, (uint)internalName);
        for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
        {
            if (columns.Edges[edge].Packed == wanted) return columns.Edges[edge].Target;
        }

        return null;
    }

    private int? FindContext(int node, Dictionary<int, bool> isContext)
    {
        if (_names.NativeContextEdge < 0) return null;
        var columns = _graph.Columns;
        var wanted = PackedEdge.Pack(EdgeType.Internal, (uint)_names.NativeContextEdge);
        for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
        {
            var target = columns.Edges[edge].Target;
            if (columns.Edges[edge].Packed == wanted && IsContext(target, isContext)) return target;
        }

        return null;
    }

    private void Spread()
    {
        var columns = _graph.Columns;
        var work = new IntStack();
        for (var node = 0; node < _owners.Length; node++)
        {
            if (_fixed[node]) work.Push(node);
        }

        while (work.TryPop(out var node))
        {
            var owner = _owners[node];
            for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
            {
                var target = columns.Edges[edge].Target;
                if (columns.Edges[edge].Type is EdgeType.Shortcut or EdgeType.Weak || target == node || _fixed[target]) continue;
                var merged = _owners[target] == Unattributed || _owners[target] == owner ? owner : Shared;
                if (merged == _owners[target]) continue;
                _owners[target] = merged;
                work.Push(target);
            }
        }
    }

    private NativeContextSizes AddUp(DominatorTree dominators)
    {
        long shared = 0, none = 0;
        var attributed = _contexts.ToDictionary(context => context, _ => 0L);
        for (var node = 0; node < _owners.Length; node++)
        {
            var size = _graph.ShallowSizeOf(new NodeIndex(node));
            if (_owners[node] == Shared) shared += size;
            else if (_owners[node] == Unattributed) none += size;
            else attributed[_owners[node]] += size;
        }

        return new NativeContextSizes([.. _contexts.Select(ToSize)], shared, none);

        NativeContextSize ToSize(int context)
        {
            var node = new NodeIndex(context);
            var retained = dominators.RetainedSizeOf(node);
            return new NativeContextSize(node, _graph.NameOf(node), attributed[context], retained, _graph.ShallowSizeOf(node));
        }
    }
}
