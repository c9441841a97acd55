using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Who waits for a promise that a function would settle: <c>resolve –context→ Context → Promise –reactions_or_result→
/// PromiseReaction → closure –context→ Context –extension→ Generator</c>. A call of an async function is a Generator to V8,
/// its place is the function's. Where Node or a library waits, on to what waits for that call's own promise.
/// </summary>
internal static class AwaitingFunctions
{
    private const int MaxHops = 16;

    private const int MaxNodes = 200;

    /// <summary>The call of the nearest async function of the program that waits; null where there is none near.</summary>
    public static NodeIndex? Find(HeapSnapshot snapshot, NodeIndex resolve)
    {
        var graph = snapshot.Graph;
        var waiting = new Queue<(NodeIndex Node, int Hops)>();
        var seen = new HashSet<NodeIndex> { resolve };
        waiting.Enqueue((resolve, 0));
        while (waiting.TryDequeue(out var at) && seen.Count < MaxNodes)
        {
            if (IsCall(graph, at.Node) && IsOfProgram(snapshot, at.Node)) return at.Node;
            if (at.Hops == MaxHops) continue;
            foreach (var edge in graph.EdgesOf(at.Node))
            {
                if (Leads(graph, at.Node, edge) && seen.Add(edge.To)) waiting.Enqueue((edge.To, at.Hops + 1));
            }
        }

        return null;
    }

    /// <summary>The async function that a call is of.</summary>
    public static NodeIndex? FunctionOf(HeapGraph graph, NodeIndex call) => graph.FindInternal(call, "function"u8);

    private static bool Leads(HeapGraph graph, NodeIndex from, HeapEdge edge)
    {
        if (edge.Type == EdgeType.Weak) return false;
        if (graph.TypeOf(from) == NodeType.Closure) return graph.Is(edge.Index, EdgeType.Internal, "context"u8);
        if (graph.IsObject(from, "Promise"u8)) return PromiseRecognizer.IsReaction(graph, edge.To);
        if (graph.IsObject(from, "system / Context"u8)) return IsSlot(graph, edge) && IsPromiseOrCall(graph, edge.To);
        if (PromiseRecognizer.IsReaction(graph, from))
        {
            return graph.TypeOf(edge.To) == NodeType.Closure || IsPromiseOrCall(graph, edge.To);
        }

        return IsCall(graph, from) && edge.Type == EdgeType.Hidden && graph.IsObject(edge.To, "Promise"u8);
    }

    /// <summary>What a scope holds, other than the scope around it.</summary>
    private static bool IsSlot(HeapGraph graph, HeapEdge edge) =>
        edge.Type is EdgeType.Internal or EdgeType.Hidden && !graph.Is(edge.Index, EdgeType.Internal, "previous"u8);

    private static bool IsOfProgram(HeapSnapshot snapshot, NodeIndex call) =>
        snapshot.PositionOf(call) is { } made && CodeOrigin.OwnerOf(made.Path) == CodeOwner.Application;

    private static bool IsPromiseOrCall(HeapGraph graph, NodeIndex node) =>
        graph.IsObject(node, "Promise"u8) || IsCall(graph, node);

    private static bool IsCall(HeapGraph graph, NodeIndex node) =>
        graph.IsObject(node, "Generator"u8) || graph.IsObject(node, "AsyncGenerator"u8);
}
