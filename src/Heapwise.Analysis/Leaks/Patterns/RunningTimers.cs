using System.Globalization;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Node keeps its timers in one list for each interval, <c>timerListMap –[milliseconds]→ TimersList –_idleNext→ Timeout
/// –_idleNext→ Timeout … → TimersList</c>, and a timer is in there until it has run or is cleared. Cost: a look at every
/// node's name, and a walk of each list.
/// </summary>
internal static class RunningTimers
{
    public static IReadOnlyList<RunningTimer> FindAll(HeapSnapshot snapshot)
    {
        var timers = new List<RunningTimer>();
        foreach (var list in ListsOf(snapshot))
        {
            var milliseconds = KeyOf(snapshot, list);
            var seen = new HashSet<NodeIndex> { list };
            for (var at = NextOf(snapshot, list); at is { } node && seen.Add(node); at = NextOf(snapshot, node))
            {
                if (Read(snapshot, node, list, milliseconds) is { } timer) timers.Add(timer);
            }
        }

        return timers;
    }

    private static NodeIndex? NextOf(HeapSnapshot snapshot, NodeIndex node) => snapshot.Graph.FindProperty(node, "_idleNext"u8);

    private static List<NodeIndex> ListsOf(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var lists = new List<NodeIndex>();
        var name = -1;
        for (var i = 1; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (graph.TypeOf(node) != NodeType.Object || (name >= 0 && graph.NameIndexOf(node) != name)) continue;
            if (name < 0 && !graph.IsNamed(node, "TimersList"u8)) continue;
            name = graph.NameIndexOf(node);
            if (IsRuntime(snapshot, node)) lists.Add(node);
        }

        return lists;
    }

    private static bool IsRuntime(HeapSnapshot snapshot, NodeIndex node) =>
        snapshot.PositionOf(node) is { } made && CodeOrigin.OwnerOf(made.Path) == CodeOwner.Runtime;

    private static RunningTimer? Read(HeapSnapshot snapshot, NodeIndex node, NodeIndex list, long? milliseconds)
    {
        var graph = snapshot.Graph;
        if (!graph.IsObject(node, "Timeout"u8)) return null;
        if (graph.FindProperty(node, "_onTimeout"u8) is not { } callback || graph.TypeOf(callback) != NodeType.Closure) return null;

        // null is a node; the milliseconds of an interval are a small integer, which is none, or a number with a fraction.
        var isRepeating = graph.FindProperty(node, "_repeat"u8) is not { } repeat || graph.TypeOf(repeat) == NodeType.Number;
        var inner = graph.FindInternal(callback, "bound_function"u8);
        var call = inner is null && snapshot.PositionOf(callback) is null ? AwaitingFunctions.Find(snapshot, callback) : null;
        return new RunningTimer(node, list, milliseconds, inner ?? callback, inner is null ? null : callback, isRepeating, call);
    }

    private static long? KeyOf(HeapSnapshot snapshot, NodeIndex list)
    {
        var graph = snapshot.Graph;
        foreach (var edge in snapshot.Retainers.EdgesTo(list))
        {
            var source = graph.SourceOf(edge);

            // The queue of lists, ordered by time, is an Array.
            if (graph.TypeOf(source) != NodeType.Object || graph.IsNamed(source, "Array"u8)) continue;
            if (graph.TypeOf(edge) == EdgeType.Element) return graph.NameOrNumberOf(edge);
            if (graph.TypeOf(edge) != EdgeType.Property) continue;
            if (long.TryParse(graph.NameOf(edge), NumberStyles.None, CultureInfo.InvariantCulture, out var key)) return key;
        }

        return null;
    }
}

/// <summary>A timer that Node will run.</summary>
/// <param name="Node">The Timeout.</param>
/// <param name="List">Node's list of all timers of that many milliseconds.</param>
/// <param name="Milliseconds">The list's key; null where it cannot be read.</param>
/// <param name="Callback">The function that is called; of a bound one the function inside.</param>
/// <param name="Bound">The bound function around the callback; null where there is none.</param>
/// <param name="IsRepeating">True of <c>setInterval</c>.</param>
/// <param name="Call">The call of an async function that waits for the timer, where the callback only settles a promise; else null.</param>
internal sealed record RunningTimer(
    NodeIndex Node,
    NodeIndex List,
    long? Milliseconds,
    NodeIndex Callback,
    NodeIndex? Bound,
    bool IsRepeating,
    NodeIndex? Call)
{
    /// <summary>The node whose location says where the program started the timer.</summary>
    public NodeIndex Made => Call ?? Callback;
}
