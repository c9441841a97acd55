using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Scripts;

/// <summary>
/// Which script an id stands for, from the snapshot alone: a closure's "shared" edge leads to its function's static data,
/// whose "script" edge (Node 20 and older: "script_or_debug_info") leads to a node named by the script's path.
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
            if (graph.TypeOf(node) != NodeType.Closure || graph.LocationOf(node) is not { } location || _paths.ContainsKey(location.ScriptId)) continue;
            if (ScriptOf(node) is { Length: > 0 } path) _paths.Add(location.ScriptId, path);
        }
    }

    public Dictionary<int, string> Paths => _paths;

    public string? PathOf(int scriptId) => _paths.GetValueOrDefault(scriptId);

    /// <summary>The script's path by the closure's own edges.</summary>
    private string? ScriptOf(NodeIndex closure)
    {
        if (Internal(closure, _names.Shared, _names.Shared) is not { } shared) return null;
        return Internal(shared, _names.Script, _names.ScriptOrDebugInfo) is { } script && _graph.TypeOf(script) == NodeType.Code && !_graph.NameOf(script).StartsWith("system / ", StringComparison.Ordinal)
            ? _graph.NameOf(script)
            : null;
    }

    private NodeIndex? Internal(NodeIndex node, int name, int otherName)
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
