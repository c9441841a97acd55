using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Tells a list of callbacks from other collections of functions by the program's text: something goes through it and calls what is in it.
/// Entries are functions, or objects with a function of their own that is called. A cache of functions is asked for one of them, and a
/// queue gives each of them away.
/// </summary>
internal static class CallbackLists
{
    /// <summary>Null where the holder's entries are not called in a loop, or where no text shows it.</summary>
    public static EventListenerPattern.Callbacks? Find(LeakContext context, LeakCluster cluster)
    {
        var name = cluster.Name;
        if (name.Root is null || !name.IsOfProgram || cluster.Entry is not { Example: var entry }) return null;
        if (cluster.Kind is not (ContainerKind.Array or ContainerKind.Set or ContainerKind.Map or ContainerKind.KeyedObject)) return null;
        var functions = FunctionsOf(context.Snapshot.Graph, entry);
        if (functions.Count == 0) return null;
        var own = name.Members.LastOrDefault(member => member != "[]");
        var (wanted, isMember) = (own ?? ProgramCode.PropertyOf(name), own is not null || name.Kind != HolderKind.Variable);
        foreach (var script in context.Code.ScriptsFor(name))
        {
            if (context.Code.Search(script) is not { } search) continue;
            var called = CalledEntries.Find(search, wanted, isMember);
            var at = functions.FindIndex(function => function.Method is { } method ? called.IsMethodCalled(method) : called.AreCalled);
            if (at < 0) continue;
            var registered = Registration.Find(search, wanted, isMember);
            if (registered is null && ClosureRecognizer.KeepsMuch(cluster)) return null;
            var made = context.Snapshot.PositionOf(functions[at].Node);
            var isOfProgram = made is not null && CodeOrigin.OwnerOf(made.Path) == CodeOwner.Application;
            return new EventListenerPattern.Callbacks(registered, isOfProgram ? made : null);
        }

        return null;
    }

    /// <summary>The entry itself, or its own properties that are functions, with their names.</summary>
    private static List<(string? Method, NodeIndex Node)> FunctionsOf(HeapGraph graph, NodeIndex entry)
    {
        if (graph.TypeOf(entry) == NodeType.Closure) return [(null, entry)];
        var found = new List<(string?, NodeIndex)>();
        if (graph.TypeOf(entry) != NodeType.Object) return found;
        foreach (var edge in graph.EdgesOf(entry))
        {
            if (edge.Type == EdgeType.Property && graph.TypeOf(edge.To) == NodeType.Closure) found.Add((edge.Name, edge.To));
        }

        return found;
    }
}
