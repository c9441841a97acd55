using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Scripts;

/// <summary>
/// Finds the paths of scripts by their ids, from the snapshot alone. The "shared" edge of a closure leads to the static data of its
/// function, whose "script" edge (Node 20 and older: "script_or_debug_info") leads to a node with the path of the script as name.
/// </summary>
internal sealed class ScriptTable
{
    private readonly HeapGraph _graph;
    private readonly KnownNames _names;
    private readonly Dictionary<int, string> _paths = [];

    public ScriptTable(HeapGraph graph, KnownNames names)
    {
        _graph = graph;
        _names = names;
        if (graph.Columns.LocationOf is null) return;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (graph.TypeOf(node) != NodeType.Closure || graph.LocationOf(node) is not { } location) continue;
            if (_paths.ContainsKey(location.ScriptId)) continue;
            if (FindPath(node) is { Length: > 0 } path) _paths.Add(location.ScriptId, path);
        }
    }

    public Dictionary<int, string> Paths => _paths;

    public string? PathOf(int scriptId) => _paths.GetValueOrDefault(scriptId);

    /// <summary>Follows the closure's own edges to its script.</summary>
    private string? FindPath(NodeIndex closure)
    {
        if (FindInternal(closure, _names.Shared, _names.Shared) is not { } shared) return null;
        if (FindInternal(shared, _names.Script, _names.ScriptOrDebugInfo) is not { } script) return null;
        if (_graph.TypeOf(script) != NodeType.Code) return null;
        var name = _graph.NameOf(script);
        return name.StartsWith("system / ", StringComparison.Ordinal) ? null : name;
    }

    private NodeIndex? FindInternal(NodeIndex node, int name, int otherName)
    {
        foreach (var edge in _graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Internal) continue;
            var found = _graph.NameOrNumberOf(edge.Index);
            if (found == name || found == otherName) return edge.To;
        }

        return null;
    }
}
