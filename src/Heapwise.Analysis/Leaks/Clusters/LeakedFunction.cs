using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>A function that leaks, and the variables that it keeps.</summary>
/// <param name="Name">As in the program; null where it has none.</param>
/// <param name="MadeAt">Where it was made; null where V8 does not say.</param>
/// <param name="Captured">Variables of its scopes that live through them alone, largest first.</param>
internal sealed record LeakedFunction(string? Name, CodePosition? MadeAt, IReadOnlyList<CapturedVariable> Captured)
{
    private const int MaxScopes = 20;

    public long CapturedBytes => Captured.Sum(variable => variable.RetainedBytes);

    /// <summary>
    /// What a function keeps through its scopes: <c>closure –context→ Context –NAME→ value</c>, and <c>–previous→</c> to the scope
    /// around. Scopes older than the first snapshot are shared by all calls, so they end the walk. A value that something else holds as
    /// well counts nothing: releasing it here would free nothing.
    /// </summary>
    /// <param name="survivors">Objects born since the first snapshot.</param>
    /// <param name="function">The function.</param>
    /// <param name="bound">The one that <c>bind</c> made of it, which keeps what it is bound to; null where there is none.</param>
    /// <returns>Null for anything but a function.</returns>
    public static LeakedFunction? Find(SurvivorSet survivors, NodeIndex function, NodeIndex? bound = null)
    {
        var snapshot = survivors.Paths.Snapshot;
        var graph = snapshot.Graph;
        if (graph.TypeOf(function) != NodeType.Closure) return null;
        var captured = new List<CapturedVariable>();
        if (bound is { } outer && graph.FindInternal(outer, "bound_this"u8) is { } self && snapshot.Dominators.Dominates(outer, self))
        {
            captured.Add(new CapturedVariable("this", snapshot.Classes.NameOf(self), snapshot.Dominators.RetainedSizeOf(self)));
        }

        var scope = graph.FindInternal(function, "context"u8);
        for (var i = 0; i < MaxScopes && scope is { } context && survivors.IntervalOf(context) >= 0; i++)
        {
            foreach (var edge in graph.EdgesOf(context))
            {
                if (FindVariable(graph, edge) is not { } variable || !snapshot.Dominators.Dominates(context, edge.To)) continue;
                var bytes = snapshot.Dominators.RetainedSizeOf(edge.To);
                captured.Add(new CapturedVariable(variable, snapshot.Classes.NameOf(edge.To), bytes));
            }

            scope = graph.FindInternal(context, "previous"u8);
        }

        var name = graph.NameOf(function);
        return new LeakedFunction(
            name.Length == 0 ? null : name,
            snapshot.PositionOf(function),
            [.. captured.OrderByDescending(variable => variable.RetainedBytes)]);
    }

    /// <summary>Null for V8's own slots, which begin with a dot, and for undefined, true and the like, which are hidden nodes.</summary>
    private static string? FindVariable(HeapGraph graph, HeapEdge edge) =>
        graph.TypeOf(edge.To) != NodeType.Hidden && ScopeVariables.FindName(graph, edge.Index) is { } name && name[0] != '.' ? name : null;
}
