using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>
/// How many bytes belong to each native context (realm). An object's map's map names its context for certain; from such
/// objects the attribution spreads over edges that are neither weak nor shortcuts, and what two contexts reach is shared.
/// </summary>
internal sealed class NativeContextAttribution
{
    private const int None = -1;
    private const int SharedBySeveral = -2;

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
        Array.Fill(_owners, None);
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
            if (_fixed[node] || FirstTarget(node, _names.Map) is not { } map || FirstTarget(map, _names.Map) is not { } metaMap) continue;
            if (ContextEdge(metaMap, isContext) is not { } owner) continue;
            _owners[node] = owner;
            _fixed.Set(node);
        }
    }

    private bool IsContext(int node, Dictionary<int, bool> known)
    {
        var name = _graph.NameIndexOf(new NodeIndex(node));
        if (!known.TryGetValue(name, out var isContext))
        {
            known.Add(name, isContext = _graph.Strings.Is(name, "system / NativeContext"u8) || _graph.Strings.StartsWith(name, "system / NativeContext / "u8)
                || _graph.Strings.Is(name, "Detached system / NativeContext"u8) || _graph.Strings.StartsWith(name, "Detached system / NativeContext / "u8));
        }

        return isContext;
    }

    private int? FirstTarget(int node, int internalName)
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

    private int? ContextEdge(int node, Dictionary<int, bool> isContext)
    {
        if (_names.NativeContextEdge < 0) return null;
        var columns = _graph.Columns;
        var wanted = PackedEdge.Pack(EdgeType.Internal, (uint)_names.NativeContextEdge);
        for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
        {
            if (columns.Edges[edge].Packed == wanted && IsContext(columns.Edges[edge].Target, isContext)) return columns.Edges[edge].Target;
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
                var merged = _owners[target] == None || _owners[target] == owner ? owner : SharedBySeveral;
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
            if (_owners[node] == SharedBySeveral) shared += size;
            else if (_owners[node] == None) none += size;
            else attributed[_owners[node]] += size;
        }

        return new NativeContextSizes(
            [.. _contexts.Select(context => new NodeIndex(context)).Select(context => new NativeContextSize(
                context, _graph.NameOf(context), attributed[context.Value], dominators.RetainedSizeOf(context), _graph.ShallowSizeOf(context)))],
            shared,
            none);
    }
}
