using Heapwise.Analysis.Reports;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention;

/// <summary>
/// A path as it is shown. Runs of one edge name through one class (<c>next</c> of a linked list, <c>_idleNext</c> of timers) become
/// one step with a repeat count, which stands at the run's last node.
/// </summary>
public static class PathSteps
{
    /// <summary>Shorter runs are shown hop by hop.</summary>
    private const int LeastRun = 3;

    public static IReadOnlyList<PathStepReport> Of(HeapSnapshot snapshot, RootPath path)
    {
        var steps = new List<PathStepReport>();
        var hops = path.Hops;
        for (var i = 0; i < hops.Count;)
        {
            var end = i + 1;
            while (end < hops.Count && IsSame(snapshot, hops[end], hops[i])) end++;
            if (end - i < LeastRun) end = i + 1;
            steps.Add(Step(snapshot, hops[end - 1], end - i));
            i = end;
        }

        return steps;
    }

    internal static PathStepReport Step(HeapSnapshot snapshot, PathHop hop, int repeat = 1) => new()
    {
        Edge = hop.Edge is { } edge ? EdgeNames.Of(snapshot.Graph, edge) : "",
        EdgeType = hop.Edge is { } typed ? TypeNames.Of(snapshot.Graph.TypeOf(typed)) : "",
        NodeId = snapshot.Graph.IdOf(hop.Node).Value,
        NodeType = snapshot.Graph.TypeNameOf(hop.Node),
        ClassName = snapshot.Classes.NameOf(hop.Node),
        Name = NodeText.ShortNameOf(snapshot.Graph, hop.Node),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(hop.Node),
        Repeat = repeat,
        Location = LocationReport.From(snapshot.PositionOf(hop.Node)),
    };

    private static bool IsSame(HeapSnapshot snapshot, PathHop a, PathHop b)
    {
        if (a.Edge is not { } left || b.Edge is not { } right) return false;
        var graph = snapshot.Graph;
        return graph.TypeOf(left) == graph.TypeOf(right)
            && graph.HasStringName(left)
            && graph.NameOrNumberOf(left) == graph.NameOrNumberOf(right)
            && graph.TypeOf(a.Node) == graph.TypeOf(b.Node)
            && graph.NameIndexOf(a.Node) == graph.NameIndexOf(b.Node);
    }
}

/// <summary>Names of edges as they are shown.</summary>
internal static class EdgeNames
{
    /// <summary>The name; that of a WeakMap pair, which V8 spells out with ids and all, as <c>value of key in WeakMap</c>.</summary>
    public static string Of(HeapGraph graph, EdgeIndex edge) =>
        graph.TypeOf(edge) == EdgeType.Internal && WeakTableEdges.IsPair(graph.Strings, (int)graph.NameOrNumberOf(edge))
            ? "value of key in WeakMap"
            : graph.NameOf(edge);

    /// <summary>The name with what tells the entries of a collection apart left out: <c>[]</c> for indexes, <c>*</c> for slots of a table.</summary>
    public static string Generalised(HeapGraph graph, EdgeIndex edge) => graph.TypeOf(edge) switch
    {
        EdgeType.Element => "[]",
        EdgeType.Hidden => "*",
        EdgeType.Internal when IsNumber(graph.NameOf(edge)) => "*",
        _ => Of(graph, edge),
    };

    private static bool IsNumber(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
