using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Entries each of which is, or keeps, an element that was removed from the page: <c>container → … → Detached
/// &lt;li&gt;</c>.
/// </summary>
/// <param name="Elements">Removed elements that leak.</param>
public sealed record DetachedDomPattern(long Elements) : LeakPattern
{
    public override string Name => "detached-dom";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>
/// Chromium marks removed elements in the snapshot, and the mark precedes the name: <c>Detached &lt;li&gt;</c>, in older versions
/// <c>Detached HTMLLIElement</c>. Other native objects have the mark too, those of Node among them.
/// </summary>
internal sealed class DetachedDomRecognizer : PatternRecognizer
{
    /// <summary>Elements for each entry.</summary>
    private const double MinShare = 0.5;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Seed is not { } seed || cluster.Entry is not { } entry) return null;
        var elements = CountElements(context.Snapshot.Graph, seed.Tally.Classes);
        return elements > 0 && elements >= MinShare * entry.Count ? new DetachedDomPattern(elements) : null;
    }

    private static long CountElements(HeapGraph graph, IReadOnlyList<SurvivorClass> classes) =>
        classes.Where(row => IsNode(graph, row) && ClusterEntry.IsDetachedElement(row.Name)).Sum(row => row.Count);

    private static bool IsNode(HeapGraph graph, SurvivorClass row) => graph.TypeOf(row.Example) is NodeType.Native or NodeType.Object;
}
