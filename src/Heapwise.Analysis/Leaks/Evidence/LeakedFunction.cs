using Heapwise.Analysis.Growth;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>A function that is left behind, and the variables that it keeps.</summary>
/// <param name="Name">As in the program; null where it has none.</param>
/// <param name="Place">Where it was made; null where V8 does not tell.</param>
/// <param name="Captured">Variables of its scopes that live through them alone, largest first.</param>
public sealed record LeakedFunction(string? Name, CodePosition? Place, IReadOnlyList<CapturedVariable> Captured)
{
    private const int MaxScopes = 20;

    public long CapturedBytes => Captured.Sum(variable => variable.RetainedBytes);

    /// <summary>
    /// What a function keeps through its scopes: <c>closure –context→ Context –NAME→ value</c>, and <c>–previous→</c> to the scope
    /// around. Scopes older than the first snapshot are shared by all calls, so they end the walk. A value that something else holds as
    /// well counts nothing: to let go of it here would free nothing.
    /// </summary>
    /// <returns>Null for what is no function of the program's.</returns>
    /// <param name="survivors">Whose snapshot it is.</param>
    /// <param name="function">The function.</param>
    /// <param name="bound">The one that <c>bind</c> made of it, which keeps what it is bound to; null where there is none.</param>
    internal static LeakedFunction? Of(Survivors survivors, NodeIndex function, NodeIndex? bound = null)
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
        for (var i = 0; i < MaxScopes && scope is { } context && survivors.RungOf(context) >= 0; i++)
        {
            foreach (var edge in graph.EdgesOf(context))
            {
                // V8's own slots begin with a dot; undefined, true and the like are hidden nodes.
                if (edge.Type != EdgeType.Context || edge.Name.StartsWith('.') || graph.TypeOf(edge.To) == NodeType.Hidden || !snapshot.Dominators.Dominates(context, edge.To)) continue;
                captured.Add(new CapturedVariable(edge.Name, snapshot.Classes.NameOf(edge.To), snapshot.Dominators.RetainedSizeOf(edge.To)));
            }

            scope = graph.FindInternal(context, "previous"u8);
        }

        var name = graph.NameOf(function);
        return new LeakedFunction(name.Length == 0 ? null : name, snapshot.PositionOf(function), [.. captured.OrderByDescending(variable => variable.RetainedBytes)]);
    }
}

/// <summary>One variable of a scope that a leaked function keeps alive.</summary>
/// <param name="Name">As the program writes it; <c>this</c> for an arrow function's.</param>
/// <param name="ClassName">The class of its value.</param>
/// <param name="RetainedBytes">What would be freed with it.</param>
public sealed record CapturedVariable(string Name, string ClassName, long RetainedBytes);
