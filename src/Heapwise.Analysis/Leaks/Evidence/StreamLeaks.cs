using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>How streams are left behind.</summary>
public enum StreamLeak
{
    /// <summary>Node's open connections keep responses whose body nobody reads.</summary>
    UnreadResponse,

    /// <summary>A container of the program keeps streams that have been closed.</summary>
    Closed,
}

/// <summary>Streams that gather.</summary>
/// <param name="Leak">How they are left behind.</param>
/// <param name="ClassName">The class of the streams, where they are entries or stand in entries.</param>
/// <param name="Host">Whom the requests were made to; null where they differ or there are none.</param>
public sealed record StreamFacts(StreamLeak Leak, string ClassName, string? Host);

/// <summary>
/// Tells streams of Node's from other objects and reads their state.
/// A response of another server's that nobody reads stands still, and its connection with it: <c>HTTPParser –incoming→ IncomingMessage –req→ ClientRequest</c>, where
/// the message was never asked for data (<c>_consuming</c> is false) and has no listener for any.
/// A stream that was closed says so itself (<c>destroyed</c>), has lost its handle or descriptor (<c>_handle</c>, <c>fd</c> are null), or belongs to a socket that has.
/// </summary>
internal static class StreamLeaks
{
    /// <summary>The share of the streams looked at that must be in the state.</summary>
    private const double LeastShare = 0.8;

    private const int MaxLookedAt = 200;

    /// <summary>Entries with more fields are not taken for records that hold a stream.</summary>
    private const int MaxFields = 32;

    /// <summary>What an unread response leaves behind, in place of what the general search found.</summary>
    /// <param name="Facts">What is known of the streams.</param>
    /// <param name="Entry">The requests.</param>
    /// <param name="MadeAt">Where the listener for the response was made, or another of the request; empty where Node has let go of all.</param>
    public sealed record Unread(StreamFacts Facts, SurvivorClass Entry, IReadOnlyList<CodePosition> MadeAt);

    /// <summary>Responses among the survivors of a point that nobody reads; null where there are none to speak of.</summary>
    public static Unread? UnreadIn(Survivors survivors, AccumulationPoint point, IReadOnlyList<SurvivorClass> classes, Rungs rungs)
    {
        var row = classes.FirstOrDefault(row => row.Name == "ClientRequest");
        if (row is null || !rungs.AreSteady([.. row.Born.Select(count => (int)count)]) || !classes.Any(other => other.Name == "IncomingMessage")) return null;
        var snapshot = survivors.Paths.Snapshot;
        var graph = snapshot.Graph;
        int all = 0, unread = 0;
        NodeIndex? example = null;
        var hosts = new HashSet<string?>();
        var places = new Dictionary<CodePosition, int>();
        foreach (var request in Members(survivors, point, row))
        {
            all++;
            if (graph.FindProperty(request, "res"u8) is not { } response || !IsUnread(graph, response)) continue;
            unread++;
            example ??= request;
            hosts.Add(graph.FindProperty(request, "host"u8) is { } host && graph.TypeOf(host) == NodeType.String ? graph.NameOf(host) : null);
            if (ListenerOf(snapshot, request) is { } place) places[place] = places.GetValueOrDefault(place) + 1;
        }

        if (example is null || unread < LeastShare * all) return null;
        return new Unread(new StreamFacts(StreamLeak.UnreadResponse, "IncomingMessage", hosts.Count == 1 ? hosts.First() : null), row with { Example = example.Value }, [.. places.OrderByDescending(place => place.Value).Select(place => place.Key)]);
    }

    /// <summary>
    /// The points, with requests whose response nobody reads as one of their own where they gather. Their connections hang at handles and
    /// parsers of V8's list of roots in any mixture, so what gathers at such lists beside them (the other ends, where they are in this
    /// process) goes with them.
    /// </summary>
    public static IReadOnlyList<AccumulationPoint> WithUnread(Survivors survivors, IReadOnlyList<AccumulationPoint> points, Rungs rungs)
    {
        var snapshot = survivors.Paths.Snapshot;
        var born = new int[rungs.Count];
        var units = new HashSet<int>();
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (!snapshot.Graph.IsObject(node, "ClientRequest"u8) || survivors.RungOf(node) is not (>= 0 and var rung)) continue;
            if (!IsAtRoots(survivors.Paths, survivors.OwnerOf(survivors.UnitOf(node))) || snapshot.Graph.FindProperty(node, "res"u8) is not { } response || !IsUnread(snapshot.Graph, response)) continue;
            born[rung]++;
            units.Add(survivors.UnitOf(node));
        }

        if (!rungs.AreSteady(born)) return points;
        var first = survivors.OwnerOf(units.First());
        var beside = points.Where(point => IsAtRoots(survivors.Paths, point.At)).ToList();
        units.UnionWith(beside.SelectMany(point => point.Units));
        return [.. points.Except(beside), new AccumulationPoint(first, [.. units], false)];
    }

    /// <summary>A list of roots, or something of Node's own that hangs at one, such as a parser that is used again.</summary>
    private static bool IsAtRoots(RootPaths paths, NodeIndex node) =>
        paths.Snapshot.Graph.TypeOf(node) == NodeType.Synthetic || paths.Snapshot.Graph.TypeOf(paths.ParentOf(node)) == NodeType.Synthetic;

    /// <summary>Closed streams that are the entries of a container, or stand in a field of them; null where there are none.</summary>
    public static StreamFacts? ClosedIn(Survivors survivors, AccumulationPoint point, SurvivorClass entry)
    {
        var snapshot = survivors.Paths.Snapshot;
        if (snapshot.Graph.TypeOf(entry.Example) != NodeType.Object || StreamOf(snapshot.Graph, entry.Example) is not { } first) return null;
        int all = 0, closed = 0;
        foreach (var member in Members(survivors, point, entry))
        {
            all++;
            if (StreamOf(snapshot.Graph, member) is { } stream && IsClosed(snapshot.Graph, stream)) closed++;
        }

        return all > 0 && closed >= LeastShare * all ? new StreamFacts(StreamLeak.Closed, snapshot.Classes.NameOf(first), null) : null;
    }

    private static List<NodeIndex> Members(Survivors survivors, AccumulationPoint point, SurvivorClass row)
    {
        var snapshot = survivors.Paths.Snapshot;
        var wanted = snapshot.Classes.Of(row.Example);
        var units = point.Units.ToHashSet();
        var found = new List<NodeIndex>();
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (survivors.UnitOf(node) is not (>= 0 and var unit) || !units.Contains(unit) || !ReferenceEquals(snapshot.Classes.Of(node), wanted)) continue;
            found.Add(node);
            if (found.Count == MaxLookedAt) break;
        }

        return found;
    }

    private static bool IsUnread(HeapGraph graph, NodeIndex response)
    {
        if (!graph.IsWord(graph.FindProperty(response, "_consuming"u8), "false") || graph.IsWord(graph.FindProperty(response, "_dumped"u8), "true")) return false;
        return graph.FindProperty(response, "_events"u8) is not { } events || !(HasListener(graph, events, "data"u8) || HasListener(graph, events, "readable"u8));
    }

    private static bool HasListener(HeapGraph graph, NodeIndex events, ReadOnlySpan<byte> name) => graph.FindProperty(events, name) is { } listener && graph.TypeOf(listener) is NodeType.Closure or NodeType.Object;

    /// <summary>Where the program's listener of a request was made, that for the response first. <c>once</c> wraps it, and lets go of it when it was called.</summary>
    private static CodePosition? ListenerOf(HeapSnapshot snapshot, NodeIndex request)
    {
        var graph = snapshot.Graph;
        if (graph.FindProperty(request, "_events"u8) is not { } events) return null;
        CodePosition? found = null;
        foreach (var edge in graph.EdgesOf(events))
        {
            if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) is not (NodeType.Closure or NodeType.Object)) continue;
            foreach (var listener in Listeners(graph, edge.To))
            {
                if (snapshot.PositionOf(listener) is not { } place || CodeOrigin.OwnerOf(place.Path) != CodeOwner.Application) continue;
                if (graph.Is(edge.Index, EdgeType.Property, "response"u8)) return place;
                found ??= place;
            }
        }

        return found;
    }

    private static IEnumerable<NodeIndex> Listeners(HeapGraph graph, NodeIndex value)
    {
        if (graph.TypeOf(value) == NodeType.Closure) return [graph.FindProperty(value, "listener"u8) ?? value];
        var all = new List<NodeIndex>();
        foreach (var edge in graph.EdgesOf(value))
        {
            if (edge.Type == EdgeType.Element && graph.TypeOf(edge.To) == NodeType.Closure) all.Add(graph.FindProperty(edge.To, "listener"u8) ?? edge.To);
        }

        return all;
    }

    /// <summary>The object itself where it is a stream, else the stream in one of its fields.</summary>
    private static NodeIndex? StreamOf(HeapGraph graph, NodeIndex entry)
    {
        if (IsStream(graph, entry)) return entry;
        if (graph.EdgeCountOf(entry) > MaxFields) return null;
        foreach (var edge in graph.EdgesOf(entry))
        {
            if (edge.Type is EdgeType.Property or EdgeType.Element && graph.TypeOf(edge.To) == NodeType.Object && !graph.Is(edge.Index, EdgeType.Property, "__proto__"u8) && IsStream(graph, edge.To)) return edge.To;
        }

        return null;
    }

    /// <summary>Streams have the state of their readable or writable side; messages of Node's HTTP that go out have a header and their data.</summary>
    private static bool IsStream(HeapGraph graph, NodeIndex node)
    {
        if (graph.TypeOf(node) != NodeType.Object || graph.FindProperty(node, "_events"u8) is null) return false;
        return Has("_readableState"u8) || Has("_writableState"u8) || (Has("_header"u8) && Has("outputData"u8));

        bool Has(ReadOnlySpan<byte> name) => graph.FindProperty(node, name) is not null;
    }

    private static bool IsClosed(HeapGraph graph, NodeIndex stream)
    {
        if (graph.IsWord(graph.FindProperty(stream, "destroyed"u8), "true") || IsNull(graph, graph.FindProperty(stream, "_handle"u8)) || IsNull(graph, graph.FindProperty(stream, "fd"u8))) return true;
        if (IsDestroyed(graph.FindProperty(stream, "_readableState"u8)) || IsDestroyed(graph.FindProperty(stream, "_writableState"u8))) return true;

        // Messages go with the socket that they came or go through.
        return graph.FindProperty(stream, "socket"u8) is { } socket && IsStream(graph, socket) && IsNull(graph, graph.FindProperty(socket, "_handle"u8));

        bool IsDestroyed(NodeIndex? side) => side is { } state && graph.IsWord(graph.FindProperty(state, "destroyed"u8), "true");
    }

    private static bool IsNull(HeapGraph graph, NodeIndex? node) => graph.IsWord(node, "null") || graph.IsWord(node, "undefined");
}
