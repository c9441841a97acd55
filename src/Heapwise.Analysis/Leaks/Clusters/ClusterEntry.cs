using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Finds what is put into a holder, among everything that survives because of it.</summary>
internal static class ClusterEntry
{
    /// <summary>A class must leave this share of the most frequent class to be taken for what is put into the holder.</summary>
    private const double MinShare = 0.3;

    /// <summary>What Chromium puts before the name of an element that was removed from the page.</summary>
    private const string DetachedMark = "Detached ";

    /// <summary>
    /// The class of what is put in: preferably of what hangs at the holder itself, else of all survivors, else pieces of
    /// strings, else the largest.
    /// </summary>
    public static SurvivorClass Find(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> direct, IReadOnlyList<SurvivorClass> classes) =>
        FindNearest(snapshot, direct)
        ?? FindNearest(snapshot, classes)
        ?? FindPieces(snapshot, classes)
        ?? classes.MaxBy(row => row.Bytes)!; // a cluster has survivors

    /// <summary>True for the class of elements that were removed from a page, in snapshots of a browser.</summary>
    public static bool IsDetachedElement(string className)
    {
        if (!className.StartsWith(DetachedMark, StringComparison.Ordinal)) return false;
        var name = className[DetachedMark.Length..];
        return name.StartsWith('<') || (name.EndsWith("Element", StringComparison.Ordinal)
            && (name.StartsWith("HTML", StringComparison.Ordinal) || name.StartsWith("SVG", StringComparison.Ordinal)));
    }

    /// <summary>The frequent class of objects or functions that is nearest to the root; null where there is none.</summary>
    private static SurvivorClass? FindNearest(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes)
    {
        if (classes.Count == 0) return null;
        var min = Math.Max(MinShare * classes.Max(row => row.Count), SnapshotIntervals.MinObjects);
        return classes.Where(row => row.Count >= min && IsOfProgram(snapshot.Graph, row)).MinBy(row => snapshot.Distances.Of(row.Example));
    }

    private static bool IsOfProgram(HeapGraph graph, SurvivorClass row) =>
        IsDetachedElement(row.Name)
        || (graph.TypeOf(row.Example) is NodeType.Object or NodeType.Closure or NodeType.RegExp && !IsOfV8(row));

    private static bool IsOfV8(SurvivorClass row) => row.Name.StartsWith("system / ", StringComparison.Ordinal);

    /// <summary>Pieces of strings, where they are as frequent as anything: the piece was put in, not its string.</summary>
    private static SurvivorClass? FindPieces(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes) => classes.FirstOrDefault(row =>
        snapshot.Graph.TypeOf(row.Example) == NodeType.SlicedString && row.Count >= MinShare * classes.Max(other => other.Count));
}
