using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Views of ArrayBuffers: <c>Buffer –buffer→ ArrayBuffer –backing_store→ memory</c>. A snapshot has the size of the memory and not the
/// length of the view, so a few views are asked for theirs in the running program.
/// </summary>
public static class BufferViews
{
    private const int MaxSamplesOfSize = 32;

    private const int MaxSamples = 256;

    private const long MinSlab = 8_192;

    private const long MaxSlab = 66_000;

    /// <summary>Views to ask for their length: some of those that keep equally large memory, made after the first snapshot.</summary>
    /// <param name="snapshot">The last snapshot.</param>
    /// <param name="firstMaxId">The highest id of the first snapshot.</param>
    public static IReadOnlyList<NodeId> Sample(HeapSnapshot snapshot, long firstMaxId)
    {
        var samples = new List<NodeId>();
        var bySize = new Dictionary<long, int>();
        for (var i = 0; i < snapshot.Graph.NodeCount && samples.Count < MaxSamples; i++)
        {
            var node = new NodeIndex(i);
            if (snapshot.Graph.IdOf(node) is not { IsStable: true } id || id.Value <= firstMaxId) continue;
            if (FindBuffer(snapshot.Graph, node) is not { } buffer) continue;
            var bytes = BytesOf(snapshot.Graph, buffer);
            var known = bySize.GetValueOrDefault(bytes);
            if (known == MaxSamplesOfSize) continue;
            bySize[bytes] = known + 1;
            samples.Add(id);
        }

        return samples;
    }

    /// <summary>The ArrayBuffer that an object is a view of; null for anything else.</summary>
    internal static NodeIndex? FindBuffer(HeapGraph graph, NodeIndex node)
    {
        if (graph.TypeOf(node) != NodeType.Object || graph.FindInternal(node, "buffer"u8) is not { } buffer) return null;
        return graph.IsNamed(buffer, "ArrayBuffer"u8) && BytesOf(graph, buffer) > 0 ? buffer : null;
    }

    /// <summary>The memory of an ArrayBuffer; 0 where it has none outside the heap.</summary>
    internal static long BytesOf(HeapGraph graph, NodeIndex buffer) =>
        graph.FindInternal(buffer, "backing_store"u8) is { } memory ? graph.ShallowSizeOf(memory) : 0;

    /// <summary>
    /// True for a slab of Node's pool: 8 kB up to Node 22, 64 kB and a little more from 24 on. Node marks it with a property of its own, so
    /// that it cannot be transferred to another thread.
    /// </summary>
    internal static bool IsSlab(HeapGraph graph, NodeIndex buffer)
    {
        if (BytesOf(graph, buffer) is < MinSlab or > MaxSlab) return false;
        foreach (var edge in graph.EdgesOf(buffer))
        {
            if (graph.IsNamed(edge.To, "system / PropertyArray"u8) || graph.IsNamed(edge.To, "(object properties)"u8)) return true;
        }

        return false;
    }
}
