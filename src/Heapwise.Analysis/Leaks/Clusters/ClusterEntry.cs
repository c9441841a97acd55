using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Finds what is put into a holder, among everything that survives because of it.</summary>
internal static class ClusterEntry
{
    /// <summary>A class must leave this share of the most frequent class to be taken for what is put into the holder.</summary>
    private const double MinShare = 0.3;

    /// <summary>
    /// The class of what is put in: preferably of what hangs at the holder itself, else of all survivors, else pieces of
    /// strings, else the largest.
    /// </summary>
    public static SurvivorClass Find(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> direct, IReadOnlyList<SurvivorClass> classes) =>
        FindNearest(snapshot, direct)
        ?? FindNearest(snapshot, classes)
        ?? FindPieces(snapshot, classes)
        ?? classes.MaxBy(row => row.Bytes)!; // a cluster has survivors

    /// <summary>The frequent class of objects or functions that is nearest to the root; null where there is none.</summary>
    private static SurvivorClass? FindNearest(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes)
    {
        if (classes.Count == 0) return null;
        var min = Math.Max(MinShare * classes.Max(row => row.Count), SnapshotIntervals.MinObjects);
        return classes.Where(row => row.Count >= min && IsOfProgram(snapshot.Graph, row)).MinBy(row => snapshot.Distances.Of(row.Example));
    }

    private static bool IsOfProgram(HeapGraph graph, SurvivorClass row) =>
        DetachedDomRecognizer.IsElement(row.Name)
        || (graph.TypeOf(row.Example) is NodeType.Object or NodeType.Closure or NodeType.RegExp && !row.Name.StartsWith("system / ", StringComparison.Ordinal));

    /// <summary>Pieces of strings, where they are as frequent as anything: the piece was put in, not its string.</summary>
    private static SurvivorClass? FindPieces(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes) => classes.FirstOrDefault(row =>
        snapshot.Graph.TypeOf(row.Example) == NodeType.SlicedString && row.Count >= MinShare * classes.Max(other => other.Count));
}
