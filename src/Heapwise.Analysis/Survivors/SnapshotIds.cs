using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// What is kept of an earlier snapshot so that it can be closed: the highest id, marks of its process, and the retained bytes and edges
/// of every object of some size. Identity needs no more: V8 numbers objects upwards, so what a later snapshot holds at or below the
/// highest id was alive here, and what it holds above was born later. Memory: 20 bytes for each object that retains
/// <see cref="MinRetainedBytes"/> or has <see cref="MinEdges"/> edges, usually a few in a hundred.
/// </summary>
public sealed class SnapshotIds
{
    public const long MinRetainedBytes = 1024;
    public const int MinEdges = 16;

    /// <summary>A Map, Set or an instance of a class that extends one has no more own edges.</summary>
    private const int MaxFieldsOfMap = 64;

    private readonly long[] _ids;
    private readonly long[] _retained;
    private readonly int[] _edges;
    private readonly IReadOnlyDictionary<string, long> _classCounts;

    /// <summary>True where the ids are those of a later snapshot, given to objects of this one that stand in the same place.</summary>
    private readonly bool _isMatched;

    private SnapshotIds(
        ProcessMark mark, long[] ids, long[] retained, int[] edges, IReadOnlyDictionary<string, long> classCounts, bool isMatched = false)
    {
        Mark = mark;
        _isMatched = isMatched;
        _ids = ids;
        _retained = retained;
        _edges = edges;
        _classCounts = classCounts;
    }

    /// <summary>Decides whether another snapshot is of the same process.</summary>
    public ProcessMark Mark { get; }

    public string Source => Mark.Source;

    public long MaxId => Mark.MaxId;

    /// <summary>The size of V8's heap.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Cost: one pass over the nodes, and a sort of what is kept.</summary>
    public static SnapshotIds From(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var ids = new List<long>();
        var retained = new List<long>();
        var edges = new List<int>();
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var id = graph.IdOf(node);
            if (!id.IsStable) continue;
            var bytes = snapshot.Dominators.RetainedSizeOf(node);
            var count = CountContentEdges(graph, node);
            if (bytes < MinRetainedBytes && count < MinEdges) continue;
            ids.Add(id.Value);
            retained.Add(bytes);
            edges.Add(count);
        }

        var order = Enumerable.Range(0, ids.Count).ToArray();
        var keys = ids.ToArray();
        Array.Sort(keys, order);
        return new SnapshotIds(
            ProcessMark.From(snapshot),
            keys,
            [.. order.Select(at => retained[at])],
            [.. order.Select(at => edges[at])],
            CountClasses(snapshot))
        {
            HeapBytes = snapshot.Statistics.V8HeapBytes,
        };
    }

    /// <summary>The same of a snapshot of another process, by the ids that its objects have in a later one.</summary>
    /// <param name="source">The snapshot's file.</param>
    /// <param name="heapBytes">The size of V8's heap.</param>
    /// <param name="matched">Objects that both have, by their ids in the later one.</param>
    /// <param name="classCounts">As <see cref="CountClasses"/> of the snapshot.</param>
    internal static SnapshotIds FromMatched(
        string source,
        long heapBytes,
        IEnumerable<(NodeId Id, long RetainedBytes, int Edges)> matched,
        IReadOnlyDictionary<string, long> classCounts)
    {
        var sorted = matched.OrderBy(row => row.Id.Value).ToList();
        return new SnapshotIds(
            ProcessMark.Unknown(source),
            [.. sorted.Select(row => row.Id.Value)],
            [.. sorted.Select(row => row.RetainedBytes)],
            [.. sorted.Select(row => row.Edges)],
            classCounts,
            isMatched: true)
        {
            HeapBytes = heapBytes,
        };
    }

    /// <summary>Objects by class, all plain objects together.</summary>
    internal static IReadOnlyDictionary<string, long> CountClasses(HeapSnapshot snapshot)
    {
        var classes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in snapshot.Classes.All)
        {
            var name = PlainClass.Of(row.Name);
            classes[name] = classes.GetValueOrDefault(name) + row.Count;
        }

        return classes;
    }

    /// <summary>Whether the object existed.</summary>
    public bool Had(NodeId id) => id.IsStable && (_isMatched ? Find(id) is not null : id.Value <= MaxId);

    /// <summary>What the object retained and how many edges it had; null where it was below both thresholds or did not exist.</summary>
    public (long RetainedBytes, int Edges)? Find(NodeId id)
    {
        var at = Array.BinarySearch(_ids, id.Value);
        return at < 0 ? null : (_retained[at], _edges[at]);
    }

    /// <summary>Objects of a class. All plain objects are counted together, whatever their properties.</summary>
    public long CountOf(string className) => _classCounts.GetValueOrDefault(PlainClass.Of(className));

    /// <summary>
    /// How much a container holds: its elements and properties, or for a Map or Set the filled slots of its table. Holes and undefined,
    /// which are hidden nodes, do not count. Comparable between snapshots of one process, not between kinds of containers.
    /// </summary>
    public static int CountContentEdges(HeapGraph graph, NodeIndex node)
    {
        if (graph.TypeOf(node) is not (NodeType.Object or NodeType.Closure)) return graph.EdgeCountOf(node);
        var count = CountFilledEdges(graph, node);
        if (count > MaxFieldsOfMap) return count;
        foreach (var edge in graph.EdgesOf(node))
        {
            // Deleted entries of a table keep their slots, filled with V8's hole, until the table is rebuilt.
            if (graph.TypeOf(edge.To) != NodeType.Array || !graph.Is(edge.Index, EdgeType.Internal, "table"u8)) continue;
            count += CountFilledEdges(graph, edge.To);
        }

        return count;
    }

    private static int CountFilledEdges(HeapGraph graph, NodeIndex node)
    {
        var count = 0;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (graph.TypeOf(edge.To) != NodeType.Hidden) count++;
        }

        return count;
    }
}
