using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// WeakRefs that accumulate in a container, and registrations that accumulate in a FinalizationRegistry. A value of a
/// WeakMap is no such case: it lives as long as its key, so what holds the key is the leak.
/// </summary>
/// <param name="Leak">What stays of the weak references.</param>
public sealed record WeakReferencePattern(WeakLeak Leak) : LeakPattern
{
    public override string Name => "weak-reference";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>What stays of references that were meant to keep nothing.</summary>
public enum WeakLeak
{
    /// <summary>A container of WeakRefs: each is an object itself, whatever became of what it refers to.</summary>
    References,

    /// <summary>Registrations of a FinalizationRegistry whose objects do not die.</summary>
    Registrations,
}

/// <summary>
/// A registry keeps a cell for each registration, in a list of both directions and, where there are tokens to unregister by, in a table:
/// <c>FinalizationRegistry –→ system / WeakCell –→ system / WeakCell …</c>
/// </summary>
internal sealed class WeakReferenceRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Seed is not { } seed) return null;
        if (FindRegistry(context.Paths, seed.Container) is not null) return new WeakReferencePattern(WeakLeak.Registrations);
        return context.Snapshot.Graph.IsObject(seed.Entry.Example, "WeakRef"u8) ? new WeakReferencePattern(WeakLeak.References) : null;
    }

    public override ClusterSubject? FindSubject(LeakContext context, NodeIndex holder, IReadOnlyList<SurvivorClass> classes) =>
        FindRegistry(context.Paths, holder) is { } registry ? new ClusterSubject(registry, null) : null;

    /// <summary>The FinalizationRegistry whose cells hang at a node: the node itself or one above; null where there is none.</summary>
    private static NodeIndex? FindRegistry(RootPaths paths, NodeIndex node)
    {
        var graph = paths.Snapshot.Graph;
        while (graph.TypeOf(node) is NodeType.Hidden or NodeType.Array && paths.ParentEdgeOf(node) is not null) node = paths.ParentOf(node);
        return graph.IsObject(node, "FinalizationRegistry"u8) ? node : null;
    }
}
