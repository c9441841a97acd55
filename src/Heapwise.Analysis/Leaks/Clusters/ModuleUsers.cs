using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Which libraries load which, by the modules of <c>require</c>: <c>Module –filename→ string</c> and <c>Module –children→
/// Array –[N]→ Module</c>. Cost: one pass over the nodes.
/// </summary>
internal static class ModuleUsers
{
    /// <summary>Libraries that load one of the given ones, then those that load these, and so on; the nearest first.</summary>
    public static IReadOnlyList<string> FindUsersOf(HeapSnapshot snapshot, IReadOnlyList<string> libraries)
    {
        var users = FindUsers(snapshot);
        var found = libraries.ToList();
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var user in users.GetValueOrDefault(found[i]) ?? [])
            {
                if (!found.Contains(user)) found.Add(user);
            }
        }

        return found[libraries.Count..];
    }

    private static Dictionary<string, SortedSet<string>> FindUsers(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var users = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var module = new NodeIndex(i);
            if (!graph.IsObject(module, "Module"u8) || LibraryOf(graph, module) is not { } user) continue;
            if (graph.FindProperty(module, "children"u8) is not { } children) continue;
            foreach (var edge in graph.EdgesOf(children))
            {
                if (edge.Type != EdgeType.Element || LibraryOf(graph, edge.To) is not { } library || library == user) continue;
                if (!users.TryGetValue(library, out var all)) users[library] = all = new SortedSet<string>(StringComparer.Ordinal);
                all.Add(user);
            }
        }

        return users;
    }

    private static string? LibraryOf(HeapGraph graph, NodeIndex module) =>
        graph.FindProperty(module, "filename"u8) is { } file && graph.TypeOf(file) == NodeType.String
            ? CodeOrigin.FindLibrary(graph.NameOf(file))
            : null;
}
