using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// A path as it is shown. Runs of one edge name through one class (<c>next</c> of a linked list, <c>_idleNext</c> of timers) become
/// one step with a repeat count, which describes the run's last node.
/// </summary>
public static class PathSteps
{
    /// <summary>Shorter runs are shown hop by hop.</summary>
    private const int MinRun = 3;

    public static IReadOnlyList<PathStep> Collapse(HeapSnapshot snapshot, RootPath path)
    {
        var steps = new List<PathStep>();
        var hops = path.Hops;
        for (var i = 0; i < hops.Count;)
        {
            var end = i + 1;
            while (end < hops.Count && IsSame(snapshot, hops[end], hops[i])) end++;
            if (end - i < MinRun) end = i + 1;
            steps.Add(Step(snapshot, hops[end - 1], end - i));
            i = end;
        }

        return steps;
    }

    internal static PathStep Step(HeapSnapshot snapshot, PathHop hop, int repeat = 1) => new()
    {
        Edge = hop.Edge is { } edge ? EdgeNames.NameOf(snapshot.Graph, edge) : "",
        EdgeType = hop.Edge is { } typed ? TypeNames.Of(snapshot.Graph.TypeOf(typed)) : "",
        NodeId = snapshot.Graph.IdOf(hop.Node).Value,
        NodeType = snapshot.Graph.TypeNameOf(hop.Node),
        ClassName = snapshot.Classes.NameOf(hop.Node),
        Name = NodeText.ShortNameOf(snapshot.Graph, hop.Node),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(hop.Node),
        Repeat = repeat,
        Position = snapshot.PositionOf(hop.Node),
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

/// <summary>One step of a path as it is shown.</summary>
public sealed record PathStep
{
    /// <summary>The name of the edge; empty for the root.</summary>
    public required string Edge { get; init; }

    /// <summary>V8's name of the edge's type; empty for the root.</summary>
    public required string EdgeType { get; init; }

    public required long NodeId { get; init; }

    /// <summary>V8's name of the node's type.</summary>
    public required string NodeType { get; init; }

    public required string ClassName { get; init; }

    public required string Name { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>Equal steps in a row that are shown as this one.</summary>
    public required int Repeat { get; init; }

    /// <summary>Where the object's code is; null where V8 does not say.</summary>
    public required CodePosition? Position { get; init; }
}
