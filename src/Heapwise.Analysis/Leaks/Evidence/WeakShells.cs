using Heapwise.Analysis.Retention;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>What stays of references that were meant to keep nothing.</summary>
public enum WeakLeak
{
    /// <summary>A container of WeakRefs: each is an object itself, whatever became of what it refers to.</summary>
    References,

    /// <summary>Registrations of a FinalizationRegistry whose objects do not die.</summary>
    Registrations,
}

/// <summary>
/// Tells weak references that gather from what they refer to. A registry keeps a cell for each registration, in a list of both
/// directions and, where there are tokens to unregister by, in a table: <c>FinalizationRegistry –→ system / WeakCell –→ system / WeakCell …</c>
/// </summary>
internal static class WeakShells
{
    /// <summary>The FinalizationRegistry whose cells hang at a node: the node itself or one above; null where there is none.</summary>
    public static NodeIndex? RegistryOf(RootPaths paths, NodeIndex node)
    {
        var graph = paths.Snapshot.Graph;
        while (graph.TypeOf(node) is NodeType.Hidden or NodeType.Array && paths.ParentEdgeOf(node) is not null) node = paths.ParentOf(node);
        return graph.IsObject(node, "FinalizationRegistry"u8) ? node : null;
    }

    public static bool IsReference(HeapGraph graph, NodeIndex node) => graph.IsObject(node, "WeakRef"u8);
}
