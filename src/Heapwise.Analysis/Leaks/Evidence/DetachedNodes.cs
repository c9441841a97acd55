using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>
/// Tells elements that were taken out of a page. Chromium marks them in the snapshot, and the mark stands before the name:
/// <c>Detached &lt;li&gt;</c>, in older versions <c>Detached HTMLLIElement</c>. Other native objects bear the mark too, those of Node among them.
/// </summary>
internal static class DetachedNodes
{
    private const string Mark = "Detached ";

    /// <summary>Detached elements among survivors.</summary>
    public static long CountIn(HeapGraph graph, IReadOnlyList<SurvivorClass> classes) =>
        classes.Where(row => graph.TypeOf(row.Example) is NodeType.Native or NodeType.Object && IsElement(row.Name)).Sum(row => row.Count);

    public static bool IsElement(string className) =>
        className.StartsWith(Mark + "<", StringComparison.Ordinal)
        || (className.EndsWith("Element", StringComparison.Ordinal)
            && (className.StartsWith(Mark + "HTML", StringComparison.Ordinal) || className.StartsWith(Mark + "SVG", StringComparison.Ordinal)));
}
