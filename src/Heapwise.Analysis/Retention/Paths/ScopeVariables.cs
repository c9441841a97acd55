using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// The variables of a scope, <c>system / Context</c>. V8 names the slots of functions and modules, but only numbers those of a block
/// (<c>if</c>, <c>try</c>, <c>for</c>, <c>switch</c>, braces). Their names are in the block's description, in the order of the slots:
/// <c>Context –hidden:N→ value, Context –scope_info→ ScopeInfo –hidden:0→ "name", –hidden:1→ "name" …</c>
/// </summary>
public static class ScopeVariables
{
    /// <summary>A scope; browsers add its number to V8's name.</summary>
    public static bool IsContext(HeapGraph graph, NodeIndex node) =>
        graph.IsNamed(node, "system / Context"u8) || graph.Strings.StartsWith(graph.NameIndexOf(node), "system / Context / "u8);

    /// <summary>True for an edge from a scope to the value of a variable.</summary>
    public static bool IsVariable(HeapGraph graph, EdgeIndex edge) => graph.TypeOf(edge) switch
    {
        EdgeType.Context => true,
        EdgeType.Hidden => IsContext(graph, graph.SourceOf(edge)),
        _ => false,
    };

    /// <summary>The name of a variable; null for other edges, and where it may be one of several.</summary>
    public static string? FindName(HeapGraph graph, EdgeIndex edge) =>
        graph.TypeOf(edge) == EdgeType.Context ? graph.NameOf(edge) : FindInBlock(graph, edge)?.Name;

    /// <summary>The variable of a block that an edge leads to; null for other edges, and where a block has too many to list them.</summary>
    public static BlockVariable? FindInBlock(HeapGraph graph, EdgeIndex edge)
    {
        if (graph.TypeOf(edge) != EdgeType.Hidden || graph.SourceOf(edge) is var context && !IsContext(graph, context)) return null;
        if (graph.FindInternal(context, "scope_info"u8) is not { } info) return null;
        var names = NamesIn(graph, info);
        var count = CountSlots(graph, context);
        var number = (int)graph.NameOrNumberOf(edge);
        return count <= names.Count ? new BlockVariable(names, number, count) : null;
    }

    private static List<string> NamesIn(HeapGraph graph, NodeIndex info)
    {
        var names = new List<string>();
        foreach (var edge in graph.EdgesOf(info))
        {
            if (edge.Type != EdgeType.Hidden) continue;
            var isName = graph.TypeOf(edge.To) == NodeType.String && graph.NameOrNumberOf(edge.Index) == names.Count;
            if (!isName) break;
            names.Add(graph.NameOf(edge.To));
        }

        return names;
    }

    private static int CountSlots(HeapGraph graph, NodeIndex context)
    {
        long last = -1;
        foreach (var edge in graph.EdgesOf(context))
        {
            if (edge.Type == EdgeType.Hidden) last = Math.Max(last, graph.NameOrNumberOf(edge.Index));
        }

        return (int)last + 1;
    }
}
