using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Tells a list of observers from other collections, by structure: its entries are functions, or objects with a function to
/// call, and it belongs to an object whose class has a method to subscribe with, <c>owner –__proto__→ prototype –subscribe→
/// closure</c>, or that has such a method itself; or its entries have <c>next</c> together with <c>error</c> or
/// <c>complete</c>, as observers of streams of values do. Of methods of Node's own classes only <c>subscribe</c>
/// counts, which channels of diagnostics have: many a class extends EventEmitter and keeps lists of other things.
/// </summary>
internal static class Subscriptions
{
    /// <summary>Steps from the list up to its owner: the list may be in a table of lists by topic.</summary>
    private const int MaxSteps = 6;

    private const int MaxPrototypes = 6;

    private const int MaxFields = 32;

    private const string Subscribe = "subscribe";

    private static readonly string[] Methods =
        [Subscribe, "addListener", "addObserver", "addSubscriber", "observe", "on", "listen", "onChange"];

    /// <summary>Methods that an object of plain functions has in addition, if it is one to subscribe to.</summary>
    private static readonly HashSet<string> Counterparts = new(StringComparer.Ordinal)
    {
        "off", "emit", "unsubscribe", "removeListener", "removeObserver", "unobserve", "publish", "notify", "dispatch",
    };

    /// <summary>Fields of an entry that hold what is called.</summary>
    private static readonly HashSet<string> Callbacks = new(StringComparer.Ordinal)
    {
        "next", "error", "complete", "update", "notify", "handler", "handle", "listener", "callback", "cb", "fn",
        "observer", "destination", "partialObserver", "emit", "send",
    };

    /// <summary>Null where a holder's entries are no observers.</summary>
    public static EventListenerPattern.Subscription? Find(RootPaths paths, NodeIndex holder, NodeIndex entry)
    {
        var snapshot = paths.Snapshot;
        var graph = snapshot.Graph;
        var isFunction = graph.TypeOf(entry) == NodeType.Closure;
        if (!isFunction && graph.TypeOf(entry) != NodeType.Object) return null;
        var isObserver = !isFunction && IsObserver(graph, entry);
        if (!isFunction && !isObserver && CallbackIn(snapshot, entry, 0) is null) return null;
        var owner = OwnerOf(paths, holder);
        var method = owner is { } source ? MethodOf(snapshot, source) : null;
        if (method is null && !isObserver) return null;
        var name = owner is { } named ? HolderNaming.FindName(paths, named) : null;
        return new EventListenerPattern.Subscription(
            method ?? "subscribe",
            owner is { } known ? snapshot.Classes.NameOf(known) : null,
            name is { Scope.File: not null, IsOfProgram: true } ? name.Name : null,
            isFunction ? PositionOf(snapshot, entry) : CallbackIn(snapshot, entry, 0));
    }

    /// <summary>
    /// The first instance of a class above a list: what the list, or the table of lists that it is in, is a property
    /// of.
    /// </summary>
    private static NodeIndex? OwnerOf(RootPaths paths, NodeIndex holder)
    {
        var snapshot = paths.Snapshot;
        var at = holder;
        for (var step = 0; step < MaxSteps && paths.ParentEdgeOf(at) is { } edge; step++)
        {
            if (ScopeVariables.IsVariable(snapshot.Graph, edge)) return null;
            at = paths.ParentOf(at);
            if (snapshot.Graph.TypeOf(at) is NodeType.Closure or NodeType.Synthetic) return null;
            if (snapshot.Graph.TypeOf(at) != NodeType.Object) continue;
            if (snapshot.PositionOf(at) is not null || HasMethods(snapshot.Graph, at)) return at;
        }

        return null;
    }

    /// <summary>
    /// True of an object without a class that has a method to subscribe with, and one to end that or to tell of news, as
    /// functions of its own.
    /// </summary>
    private static bool HasMethods(HeapGraph graph, NodeIndex node)
    {
        bool hasMethod = false, hasCounterpart = false;
        if (graph.EdgeCountOf(node) > MaxFields) return false;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) != NodeType.Closure) continue;
            hasMethod |= Methods.Contains(edge.Name);
            hasCounterpart |= Counterparts.Contains(edge.Name);
        }

        return hasMethod && hasCounterpart;
    }

    private static string? MethodOf(HeapSnapshot snapshot, NodeIndex owner)
    {
        var graph = snapshot.Graph;
        var found = Methods.Length;
        NodeIndex? at = HasMethods(graph, owner) ? owner : graph.FindProperty(owner, "__proto__"u8);
        for (var i = 0; i < MaxPrototypes && at is { } prototype && graph.TypeOf(prototype) == NodeType.Object; i++)
        {
            foreach (var edge in graph.EdgesOf(prototype))
            {
                if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) != NodeType.Closure) continue;
                var rank = Array.IndexOf(Methods, edge.Name);
                if (rank >= 0 && rank < found && (Methods[rank] == Subscribe || IsOutsideRuntime(snapshot, edge.To))) found = rank;
            }

            at = graph.FindProperty(prototype, "__proto__"u8);
        }

        return found < Methods.Length ? Methods[found] : null;
    }

    /// <summary>
    /// True of an object that has <c>next</c>, and <c>error</c> or <c>complete</c>, as functions of its own or of its
    /// class.
    /// </summary>
    private static bool IsObserver(HeapGraph graph, NodeIndex entry)
    {
        bool hasNext = false, hasEnd = false;
        NodeIndex? at = entry;
        for (var i = 0; i < MaxPrototypes && at is { } node && graph.TypeOf(node) == NodeType.Object; i++)
        {
            foreach (var edge in graph.EdgesOf(node))
            {
                if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) != NodeType.Closure) continue;
                hasNext |= graph.Is(edge.Index, EdgeType.Property, "next"u8);
                hasEnd |= graph.Is(edge.Index, EdgeType.Property, "error"u8) || graph.Is(edge.Index, EdgeType.Property, "complete"u8);
            }

            at = graph.FindProperty(node, "__proto__"u8);
        }

        return hasNext && hasEnd;
    }

    /// <summary>Where the function of the program's was made that an entry, or an observer inside of it, has to be called.</summary>
    private static CodePosition? CallbackIn(HeapSnapshot snapshot, NodeIndex entry, int depth)
    {
        var graph = snapshot.Graph;
        if (graph.EdgeCountOf(entry) > MaxFields) return null;
        foreach (var isInside in (bool[])[false, true])
        {
            foreach (var edge in graph.EdgesOf(entry))
            {
                if (edge.Type != EdgeType.Property || !Callbacks.Contains(edge.Name)) continue;
                var place = graph.TypeOf(edge.To) switch
                {
                    NodeType.Closure when !isInside => PositionOf(snapshot, edge.To),
                    NodeType.Object when isInside && depth < 3 => CallbackIn(snapshot, edge.To, depth + 1),
                    _ => null,
                };
                if (place is not null) return place;
            }
        }

        return null;
    }

    private static bool IsOutsideRuntime(HeapSnapshot snapshot, NodeIndex function) =>
        snapshot.PositionOf(function) is { } made && CodeOrigin.OwnerOf(made.Path) != CodeOwner.Runtime;

    private static CodePosition? PositionOf(HeapSnapshot snapshot, NodeIndex function) =>
        snapshot.PositionOf(function) is { } place && CodeOrigin.OwnerOf(place.Path) == CodeOwner.Application ? place : null;
}
