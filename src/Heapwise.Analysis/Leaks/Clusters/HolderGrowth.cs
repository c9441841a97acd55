using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Tells growth from replacement: a full cache has new entries in every interval, yet it does not grow.</summary>
internal static class HolderGrowth
{
    /// <summary>The holder must have grown by this share of the survivors in every interval.</summary>
    private const double MinShare = 0.4;

    /// <summary>The same by bytes.</summary>
    private const double MinByteShare = 0.8;

    /// <summary>
    /// Whether the holder grew, in bytes or in entries. A holder that did not exist before, or a list (held from both ends,
    /// its first node retains little), is judged by the number of objects of the class.
    /// </summary>
    public static bool? Grew(HeapSnapshot last, FoundHolder holder, SurvivorClass entry, long bytes, IReadOnlyList<SnapshotIds> earlier)
    {
        if (earlier.Count == 0) return null;
        var id = last.Graph.IdOf(holder.Node);
        var isComparable = earlier[0].Had(id) && !holder.IsLinked
            && last.Graph.TypeOf(holder.Node) is NodeType.Object or NodeType.Array or NodeType.Closure;
        if (!isComparable) return ClassGrew(last, entry, earlier);
        var retained = earlier.Select(ids => ids.Find(id)?.RetainedBytes ?? 0).Append(last.Dominators.RetainedSizeOf(holder.Node)).ToList();
        var edgesNow = SnapshotIds.CountContentEdges(last.Graph, holder.Node);
        var edges = earlier.Select(ids => (long)(ids.Find(id)?.Edges ?? 0)).Append(edgesNow).ToList();
        var grewInEdges = edges[^1] - edges[0] >= MinShare * entry.Count && Rises(edges);

        // A full container may replace small entries by larger ones, so bytes count only where they account for nearly all survivors.
        var grewInBytes = retained[^1] - retained[0] >= MinByteShare * bytes && Rises(retained);
        return grewInEdges || grewInBytes;

        static bool Rises(List<long> values) => values.Zip(values.Skip(1)).All(pair => pair.Second > pair.First);
    }

    /// <summary>
    /// There must be more objects of the class than before by nearly as many as survived; else these took the place of
    /// others.
    /// </summary>
    public static bool? ClassGrew(HeapSnapshot last, SurvivorClass entry, IReadOnlyList<SnapshotIds> earlier)
    {
        if (earlier.Count == 0) return null;
        var now = last.Classes.All.Where(row => PlainClass.Of(row.Name) == PlainClass.Of(entry.Name)).Sum(row => (long)row.Count);
        return now - earlier[0].CountOf(entry.Name) >= MinShare * entry.Count;
    }
}
