using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// What is kept of a snapshot to decide later whether another one is of the same process: some objects by id, each with
/// its type and name. V8 numbers objects in the order in which it first sees them, so two processes of one program share many
/// ids, but soon with other objects behind them. About 16 bytes for each of at most <see cref="SampleSize"/> objects.
/// </summary>
public sealed class ProcessMark
{
    public const int SampleSize = 20_000;

    private readonly (long Id, ulong Identity)[] _sample;

    private ProcessMark(string source, long maxId, (long Id, ulong Identity)[] sample)
    {
        Source = source;
        MaxId = maxId;
        _sample = sample;
    }

    public string Source { get; }

    /// <summary>The highest odd id. Objects that a later snapshot of the process holds above it were born after this one.</summary>
    public long MaxId { get; }

    /// <summary>Of a snapshot that is not compared by ids: it agrees with every other, and no id is known to be old.</summary>
    internal static ProcessMark Unknown(string source) => new(source, 0, []);

    /// <summary>Cost: one pass over the ids.</summary>
    public static ProcessMark From(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var stride = Math.Max(1, graph.NodeCount / SampleSize);
        var sample = new List<(long Id, ulong Identity)>(SampleSize + 1);
        for (var i = 0; i < graph.NodeCount; i += stride)
        {
            var node = new NodeIndex(i);
            var id = graph.IdOf(node);
            if (id.IsStable && IsLasting(graph.TypeOf(node))) sample.Add((id.Value, Identity(graph, node)));
        }

        return new ProcessMark(snapshot.Source, MaxIdOf(graph), [.. sample]);
    }

    /// <summary>The highest odd id of a graph. Cost: one pass over the ids.</summary>
    public static long MaxIdOf(HeapGraph graph)
    {
        long max = 0;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            if (graph.IdOf(new NodeIndex(i)) is { IsStable: true } id) max = Math.Max(max, id.Value);
        }

        return max;
    }

    /// <summary>How many of the marked objects the snapshot holds too, and how many of those are of the same type and name.</summary>
    public (int Marked, int Found, int Same) Match(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        int found = 0, same = 0;
        foreach (var (id, identity) in _sample)
        {
            if (!graph.TryFind(new NodeId(id), out var node)) continue;
            found++;
            if (Identity(graph, node) == identity) same++;
        }

        return (_sample.Length, found, same);
    }

    /// <summary>
    /// Objects of JavaScript keep their type. Strings change theirs in place when they are flattened or interned, and numbers come and go.
    /// V8 drops the bytecode of functions that have not run for a while and replaces it with what it needs to compile them again. At times
    /// this affects one in ten of its own nodes.
    /// </summary>
    private static bool IsLasting(NodeType type) => type is NodeType.Object or NodeType.Closure or NodeType.Array or NodeType.RegExp;

    private static ulong Identity(HeapGraph graph, NodeIndex node)
    {
        // FNV-1a over the name's bytes, then the type.
        const ulong prime = 1099511628211;
        var hash = 14695981039346656037;
        var name = graph.NameIndexOf(node);
        foreach (var b in name < graph.Strings.FileCount ? graph.Strings.Utf8(name) : []) hash = (hash ^ b) * prime;
        return (hash ^ (ulong)graph.TypeOf(node)) * prime;
    }
}
