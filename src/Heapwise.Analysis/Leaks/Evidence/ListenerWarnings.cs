using Heapwise.Analysis.Retention;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>
/// Whether Node has warned of too many listeners, which it notes where they are: an emitter's list has <c>warned</c>, an EventTarget
/// <c>&lt;symbol events.maxEventTargetListenersWarned&gt;</c>.
/// </summary>
internal static class ListenerWarnings
{
    /// <param name="graph">The last snapshot's.</param>
    /// <param name="name">The name of the list, with its event.</param>
    /// <param name="list">The list of listeners.</param>
    /// <returns>Null for what is no list of listeners.</returns>
    public static bool? Of(HeapGraph graph, HolderName name, NodeIndex list)
    {
        if (name.Event is null) return null;
        if (!name.IsEventTarget) return graph.IsWord(graph.FindProperty(list, "warned"u8), "true");
        return name.Emitter is { } target && graph.IsWord(graph.FindProperty(target, "<symbol events.maxEventTargetListenersWarned>"u8), "true");
    }
}
