using System.Globalization;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// Listeners of an EventTarget (AbortSignal, MessagePort, …) are in Node's own list of one event:
/// <c>target –&lt;symbol kEvents&gt;→ Map –table→ array –N→ list –next→ Listener –next→ Listener …</c>. The event's name is in the slot
/// before the list.
/// </summary>
internal static class EventTargets
{
    /// <summary>Hops from the first listener up to its target, and some to spare.</summary>
    private const int MaxHops = 8;

    /// <summary>The target whose listener list an object is part of, named, with the event; null where it is part of none.</summary>
    public static HolderName? FindName(RootPaths paths, NodeIndex holder)
    {
        var snapshot = paths.Snapshot;
        var graph = snapshot.Graph;
        var below = new List<PathHop>();
        string? eventName = null;
        var at = holder;
        for (var i = 0; i < MaxHops && paths.ParentEdgeOf(at) is { } edge; i++)
        {
            // What a listener's function or its scope holds is no part of the list.
            if (graph.TypeOf(at) == NodeType.Closure || graph.IsNamed(at, "system / Context"u8)) return null;
            var parent = paths.ParentOf(at);
            if (graph.Is(edge, EdgeType.Property, "listener"u8)) return null;
            below.Add(new PathHop(edge, at));
            var isSlot = graph.TypeOf(edge) == EdgeType.Internal && graph.TypeOf(parent) == NodeType.Array;
            if (isSlot) eventName = FindKeyBefore(graph, parent, graph.NameOf(edge)) ?? eventName;
            at = parent;
            if (!IsEventsEdge(graph, edge)) continue;
            if (eventName is null) return null;
            below.Reverse();
            return Describe(paths, at, eventName, below);
        }

        return null;
    }

    private static bool IsEventsEdge(HeapGraph graph, EdgeIndex edge) =>
        graph.TypeOf(edge) == EdgeType.Property && graph.NameOf(edge).StartsWith("<symbol kEvents", StringComparison.Ordinal);

    private static HolderName Describe(RootPaths paths, NodeIndex target, string eventName, List<PathHop> below)
    {
        var name = HolderNaming.FindName(paths, target);
        var className = paths.Snapshot.Classes.NameOf(target);
        var listeners = new ListenerList(eventName, className, target);
        var path = new RootPath([.. name.Path.Hops, .. below]);
        return name.Kind == HolderKind.None
            ? name with { Kind = HolderKind.Instance, Label = className, Listeners = listeners, Path = path }
            : name with { Listeners = listeners, Path = path };
    }

    private static string? FindKeyBefore(HeapGraph graph, NodeIndex table, string slot)
    {
        if (!int.TryParse(slot, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return null;
        var wanted = (index - 1).ToString(CultureInfo.InvariantCulture);
        foreach (var edge in graph.EdgesOf(table))
        {
            if (edge.Type != EdgeType.Internal || edge.Name != wanted) continue;
            return graph.TypeOf(edge.To) == NodeType.String ? graph.NameOf(edge.To) : null;
        }

        return null;
    }
}
