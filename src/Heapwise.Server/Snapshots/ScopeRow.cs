using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Scopes;
using Heapwise.Heap;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>A scope with its variables.</summary>
public sealed record ScopeRow
{
    public required long Id { get; init; }

    /// <summary>The function whose call made the scope; empty where it has no name.</summary>
    public required string Function { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>Distinct functions that see the scope.</summary>
    public required int Closures { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>What only variables keep that no living function of the scope uses; null where that is not known.</summary>
    public required long? UnusedBytes { get; init; }

    public required IReadOnlyList<ScopeVariableRow> Variables { get; init; }

    internal static RowPage<ScopeRow> Read(OpenHeap heap, RowQuery query)
    {
        var snapshot = heap.Snapshot;
        var filter = RowFilter.Parse(query.Filter);
        var matching = heap.Scopes.Where(scope =>
            filter.MatchesId(snapshot.Graph.IdOf(scope.Node).Value)
            && filter.MatchesSize(snapshot.Dominators.RetainedSizeOf(scope.Node))
            && (!filter.HasTexts || filter.MatchesText(TextOf(scope))));
        var ordered = query.Sort switch
        {
            null or "unused" => query.Ordered(matching, scope => scope.UnusedBytes ?? -1),
            "retained" => query.Ordered(matching, scope => snapshot.Dominators.RetainedSizeOf(scope.Node)),
            "closures" => query.Ordered(matching, scope => scope.Closures),
            _ => throw new RequestRefusedException($"sort: '{query.Sort}' is none of unused, retained, closures"),
        };
        return RowPage<ScopeRow>.Of(heap.Scopes.Count, [.. ordered], query, scope => From(snapshot, scope));
    }

    private static string TextOf(KeptScope scope) =>
        $"{scope.Function?.Function} {scope.Function?.File} {string.Join(' ', scope.Variables.Select(variable => variable.Name))}";

    private static ScopeRow From(HeapSnapshot snapshot, KeptScope scope) => new()
    {
        Id = snapshot.Graph.IdOf(scope.Node).Value,
        Function = scope.Function?.Function ?? "",
        Location = LocationReport.From(scope.Function),
        Closures = scope.Closures,
        SelfBytes = snapshot.Graph.ShallowSizeOf(scope.Node),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(scope.Node),
        UnusedBytes = scope.UnusedBytes,
        Variables = [.. scope.Variables.Select(variable => ScopeVariableRow.From(snapshot, variable))],
    };
}

/// <summary>A variable of a scope.</summary>
public sealed record ScopeVariableRow
{
    public required string Name { get; init; }

    public required long Id { get; init; }

    public required ObjectKind Kind { get; init; }

    public required string ClassName { get; init; }

    public required string Value { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>False where no living function of the scope mentions it; null where that is not known.</summary>
    public required bool? IsUsed { get; init; }

    internal static ScopeVariableRow From(HeapSnapshot snapshot, KeptVariable variable) => new()
    {
        Name = variable.Name,
        Id = snapshot.Graph.IdOf(variable.Value).Value,
        Kind = ObjectKinds.Of(snapshot, variable.Value),
        ClassName = snapshot.Classes.NameOf(variable.Value),
        Value = ObjectPreview.TextOf(snapshot, variable.Value),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(variable.Value),
        IsUsed = variable.IsUsed,
    };
}
