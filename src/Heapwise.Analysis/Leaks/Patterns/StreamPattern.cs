using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Streams that are done and stay: responses whose body nobody reads, held by Node's open connections, and closed streams that a
/// container of the program keeps. Open ones in a container, such as a pool, are entries like others.
/// </summary>
public abstract record StreamPattern : LeakPattern
{
    private StreamPattern()
    {
    }

    public override string Name => "stream";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);

    /// <summary>Node's open connections keep responses whose body nobody reads.</summary>
    /// <param name="Host">Where the requests were sent; null where that differs or is not known.</param>
    public sealed record UnreadResponse(string? Host) : StreamPattern;

    /// <summary>A container of the program keeps streams that have been closed.</summary>
    /// <param name="ClassName">The class of the streams, which are the entries or in a field of them.</param>
    public sealed record Closed(string ClassName) : StreamPattern;
}

/// <summary>
/// A response from another server that nobody reads blocks its connection: <c>HTTPParser –incoming→ IncomingMessage –req→
/// ClientRequest</c>. Such requests hang at handles and parsers of V8's list of roots in any mixture, so they are looked
/// for by themselves.
/// </summary>
internal sealed class StreamRecognizer : PatternRecognizer
{
    /// <summary>The share of the streams looked at that must be in the state.</summary>
    private const double MinShare = 0.8;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Kind == ContainerKind.None || cluster.Seed is not { } seed) return null;
        var graph = context.Snapshot.Graph;
        var example = seed.Entry.Example;
        if (graph.TypeOf(example) != NodeType.Object || StreamState.FindStream(graph, example) is not { } first) return null;
        int all = 0, closed = 0;
        foreach (var member in StreamState.MembersOf(context.Survivors, seed.Point, seed.Entry))
        {
            all++;
            if (StreamState.FindStream(graph, member) is { } stream && StreamState.IsClosed(graph, stream)) closed++;
        }

        return all > 0 && closed >= MinShare * all ? new StreamPattern.Closed(context.Snapshot.Classes.NameOf(first)) : null;
    }

    /// <summary>
    /// Requests whose response nobody reads become a point of their own where they accumulate. What accumulates at lists of
    /// roots next to them (the other ends, where they are in this process) goes with them.
    /// </summary>
    public override IReadOnlyList<AccumulationPoint> AdjustPoints(LeakContext context, IReadOnlyList<AccumulationPoint> points)
    {
        var survivors = context.Survivors;
        var graph = context.Snapshot.Graph;
        var born = new int[context.Intervals.Count];
        var units = new HashSet<int>();
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (!graph.IsObject(node, "ClientRequest"u8) || survivors.IntervalOf(node) is not (>= 0 and var interval)) continue;
            var unit = survivors.UnitOf(node);
            if (!IsAtRoots(survivors.Paths, survivors.OwnerOf(unit)) || !StreamState.HasUnreadResponse(graph, node)) continue;
            born[interval]++;
            units.Add(unit);
        }

        if (!context.Intervals.AreSteady(born)) return points;
        var first = survivors.OwnerOf(units.First());
        var neighbours = points.Where(point => IsAtRoots(survivors.Paths, point.At)).ToList();
        units.UnionWith(neighbours.SelectMany(point => point.Units));
        return [.. points.Except(neighbours), new AccumulationPoint(first, [.. units], false)];
    }

    /// <summary>Unread responses among the survivors of a point that no name of the program leads to.</summary>
    public override ClusterSpeaker? FindSpeaker(
        LeakContext context, AccumulationPoint point, IReadOnlyList<SurvivorClass> classes, HolderName name)
    {
        var isOfProgram = name.Scope.File is { } file && CodeOrigin.OwnerOf(file) == CodeOwner.Application;
        if (isOfProgram && name.Library != "node") return null;
        var row = classes.FirstOrDefault(row => row.Name == "ClientRequest");
        if (row is null || !context.Intervals.AreSteady([.. row.Born.Select(count => (int)count)])) return null;
        if (!classes.Any(other => other.Name == "IncomingMessage")) return null;
        return FindUnread(context, point, row);
    }

    /// <summary>The request that the program's text shows, where no listener of a request is left in the heap.</summary>
    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern)
    {
        if (pattern is not StreamPattern.UnreadResponse) return null;
        var listener = cluster.CreatedAt is [var made, ..] ? context.Code.WithSource(made) : null;
        return new LeakLocation(listener ?? context.Code.FindUnreadRequest(), null);
    }

    private static ClusterSpeaker? FindUnread(LeakContext context, AccumulationPoint point, SurvivorClass requests)
    {
        var graph = context.Snapshot.Graph;
        int all = 0, unread = 0;
        NodeIndex? example = null;
        var hosts = new HashSet<string?>();
        var madeAt = new Dictionary<CodePosition, int>();
        foreach (var request in StreamState.MembersOf(context.Survivors, point, requests))
        {
            all++;
            if (!StreamState.HasUnreadResponse(graph, request)) continue;
            unread++;
            example ??= request;
            hosts.Add(FindHost(graph, request));
            if (StreamState.FindListener(context.Snapshot, request) is { } made) madeAt[made] = madeAt.GetValueOrDefault(made) + 1;
        }

        if (example is null || unread < MinShare * all) return null;
        return new ClusterSpeaker(
            new PatternOrigin(new StreamPattern.UnreadResponse(hosts.Count == 1 ? hosts.First() : null)),
            requests with { Example = example.Value },
            [.. madeAt.OrderByDescending(row => row.Value).Select(row => row.Key)]);
    }

    private static string? FindHost(HeapGraph graph, NodeIndex request) =>
        graph.FindProperty(request, "host"u8) is { } host && graph.TypeOf(host) == NodeType.String ? graph.NameOf(host) : null;

    /// <summary>A list of roots, or something of Node's own that hangs at one, such as a parser that is used again.</summary>
    private static bool IsAtRoots(RootPaths paths, NodeIndex node)
    {
        var graph = paths.Snapshot.Graph;
        return graph.TypeOf(node) == NodeType.Synthetic || graph.TypeOf(paths.ParentOf(node)) == NodeType.Synthetic;
    }
}
