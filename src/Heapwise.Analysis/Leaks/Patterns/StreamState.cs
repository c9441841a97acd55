using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Tells Node's streams from other objects and reads their state. A response is unread if it was never asked for data
/// (<c>_consuming</c> is false) and has no listener for any. A stream that was closed says so itself (<c>destroyed</c>),
/// has lost its handle or descriptor (<c>_handle</c>, <c>fd</c> are null), or belongs to a socket that has.
/// </summary>
internal static class StreamState
{
    private const int MaxMembers = 200;

    /// <summary>Entries with more fields are not taken for records that hold a stream.</summary>
    private const int MaxFields = 32;

    /// <summary>The first survivors of a class at a point.</summary>
    public static List<NodeIndex> MembersOf(SurvivorSet survivors, AccumulationPoint point, SurvivorClass row)
    {
        var snapshot = survivors.Paths.Snapshot;
        var wanted = snapshot.Classes.Of(row.Example);
        var units = point.Units.ToHashSet();
        var found = new List<NodeIndex>();
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (survivors.UnitOf(node) is not (>= 0 and var unit) || !units.Contains(unit)) continue;
            if (!ReferenceEquals(snapshot.Classes.Of(node), wanted)) continue;
            found.Add(node);
            if (found.Count == MaxMembers) break;
        }

        return found;
    }

    /// <summary>
    /// True of a request whose response nobody reads. Once a response has been received, and its connection is free for the
    /// next, Node marks its request as destroyed, whether or not there was a body to read.
    /// </summary>
    public static bool HasUnreadResponse(HeapGraph graph, NodeIndex request)
    {
        if (graph.IsWord(graph.FindProperty(request, "destroyed"u8), "true")) return false;
        if (graph.FindProperty(request, "res"u8) is not { } response) return false;
        if (!graph.IsWord(graph.FindProperty(response, "_consuming"u8), "false")) return false;
        if (graph.IsWord(graph.FindProperty(response, "_dumped"u8), "true")) return false;
        return graph.FindProperty(response, "_events"u8) is not { } events
            || !(HasListener(graph, events, "data"u8) || HasListener(graph, events, "readable"u8));
    }

    /// <summary>
    /// Where the program's listener of a request was made, preferably the one for the response; null where Node has let go
    /// of all. <c>once</c> wraps a listener, and lets go of it when it was called.
    /// </summary>
    public static CodePosition? FindListener(HeapSnapshot snapshot, NodeIndex request)
    {
        var graph = snapshot.Graph;
        if (graph.FindProperty(request, "_events"u8) is not { } events) return null;
        CodePosition? found = null;
        foreach (var edge in graph.EdgesOf(events))
        {
            if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) is not (NodeType.Closure or NodeType.Object)) continue;
            foreach (var listener in Listeners(graph, edge.To))
            {
                if (snapshot.PositionOf(listener) is not { } made || CodeOrigin.OwnerOf(made.Path) != CodeOwner.Application) continue;
                if (graph.Is(edge.Index, EdgeType.Property, "response"u8)) return made;
                found ??= made;
            }
        }

        return found;
    }

    /// <summary>The object itself where it is a stream, else the stream in one of its fields.</summary>
    public static NodeIndex? FindStream(HeapGraph graph, NodeIndex entry)
    {
        if (IsStream(graph, entry)) return entry;
        if (graph.EdgeCountOf(entry) > MaxFields) return null;
        foreach (var edge in graph.EdgesOf(entry))
        {
            if (IsField(graph, edge) && IsStream(graph, edge.To)) return edge.To;
        }

        return null;
    }

    public static bool IsClosed(HeapGraph graph, NodeIndex stream)
    {
        if (graph.IsWord(graph.FindProperty(stream, "destroyed"u8), "true")) return true;
        if (IsNull(graph, graph.FindProperty(stream, "_handle"u8)) || IsNull(graph, graph.FindProperty(stream, "fd"u8))) return true;
        if (IsDestroyed(graph.FindProperty(stream, "_readableState"u8))) return true;
        if (IsDestroyed(graph.FindProperty(stream, "_writableState"u8))) return true;

        // Messages go with the socket that carries them.
        if (graph.FindProperty(stream, "socket"u8) is not { } socket || !IsStream(graph, socket)) return false;
        return IsNull(graph, graph.FindProperty(socket, "_handle"u8));

        bool IsDestroyed(NodeIndex? side) => side is { } state && graph.IsWord(graph.FindProperty(state, "destroyed"u8), "true");
    }

    private static bool HasListener(HeapGraph graph, NodeIndex events, ReadOnlySpan<byte> name) =>
        graph.FindProperty(events, name) is { } listener && graph.TypeOf(listener) is NodeType.Closure or NodeType.Object;

    private static List<NodeIndex> Listeners(HeapGraph graph, NodeIndex value)
    {
        if (graph.TypeOf(value) == NodeType.Closure) return [graph.FindProperty(value, "listener"u8) ?? value];
        var all = new List<NodeIndex>();
        foreach (var edge in graph.EdgesOf(value))
        {
            if (edge.Type != EdgeType.Element || graph.TypeOf(edge.To) != NodeType.Closure) continue;
            all.Add(graph.FindProperty(edge.To, "listener"u8) ?? edge.To);
        }

        return all;
    }

    private static bool IsField(HeapGraph graph, HeapEdge edge) =>
        edge.Type is EdgeType.Property or EdgeType.Element && graph.TypeOf(edge.To) == NodeType.Object
        && !graph.Is(edge.Index, EdgeType.Property, "__proto__"u8);

    /// <summary>
    /// Streams have the state of their readable or writable side; outgoing messages of Node's HTTP have a header and their
    /// data.
    /// </summary>
    private static bool IsStream(HeapGraph graph, NodeIndex node)
    {
        if (graph.TypeOf(node) != NodeType.Object || graph.FindProperty(node, "_events"u8) is null) return false;
        return Has("_readableState"u8) || Has("_writableState"u8) || (Has("_header"u8) && Has("outputData"u8));

        bool Has(ReadOnlySpan<byte> name) => graph.FindProperty(node, name) is not null;
    }

    private static bool IsNull(HeapGraph graph, NodeIndex? node) => graph.IsWord(node, "null") || graph.IsWord(node, "undefined");
}
