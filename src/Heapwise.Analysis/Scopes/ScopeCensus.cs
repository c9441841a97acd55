using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Scopes;

/// <summary>
/// Scopes with their variables, and which of these no living function needs: V8 keeps one scope for all functions that are made in a call,
/// with every variable that any of them uses, as long as one of them lives. A variable is needed where the text of a living function of the
/// scope mentions it; where a text is not available, or something else than a function runs in the scope, that is not known. The scopes
/// that retain most are examined. Cost: a pass over the nodes, and the retainers of those scopes.
/// </summary>
public sealed class ScopeCensus
{
    private const int MaxScopes = 2_000;
    private const int MaxNested = 200;
    private const int MaxRetainers = 2_000;

    private readonly HeapSnapshot _snapshot;
    private readonly HeapGraph _graph;
    private readonly ProgramCode _code;
    private readonly Dictionary<(CodePosition Function, string Variable), bool?> _mentions = [];
    private readonly Dictionary<CodePosition, CodeLocation?> _owners = [];

    private ScopeCensus(HeapSnapshot snapshot, ISourceTexts texts)
    {
        _snapshot = snapshot;
        _graph = snapshot.Graph;
        _code = new ProgramCode(snapshot, texts);
    }

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="texts">The text of the program's scripts.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    /// <returns>The scopes with variables among the 2,000 that retain most, largest first.</returns>
    public static IReadOnlyList<KeptScope> Take(
        HeapSnapshot snapshot, ISourceTexts texts, CancellationToken cancellation = default)
    {
        var census = new ScopeCensus(snapshot, texts);
        var contexts = census.FindContexts();
        var scopes = new List<KeptScope>();
        foreach (var context in contexts.OrderByDescending(snapshot.Dominators.RetainedSizeOf).Take(MaxScopes))
        {
            cancellation.ThrowIfCancellationRequested();
            if (census.Describe(context) is { Variables.Count: > 0 } scope) scopes.Add(scope);
        }

        return scopes;
    }

    private List<NodeIndex> FindContexts()
    {
        var found = new List<NodeIndex>();
        for (var i = 0; i < _graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (_graph.TypeOf(node) is not (NodeType.Object or NodeType.Hidden) || !ScopeVariables.IsContext(_graph, node)) continue;
            if (HasVariables(node)) found.Add(node);
        }

        return found;
    }

    private bool HasVariables(NodeIndex context)
    {
        foreach (var edge in _graph.EdgesOf(context))
        {
            if (ScopeVariables.IsVariable(_graph, edge.Index)) return true;
        }

        return false;
    }

    private KeptScope Describe(NodeIndex context)
    {
        var users = FindUsers(context);
        var variables = new List<KeptVariable>();
        foreach (var edge in _graph.EdgesOf(context))
        {
            if (ScopeVariables.FindName(_graph, edge.Index) is { } name)
                variables.Add(new KeptVariable(name, edge.To, IsUsed(users, name)));
        }

        var isKnown = variables.TrueForAll(variable => variable.IsUsed is not null);
        return new KeptScope(
            context,
            FindOwner(users),
            users.Functions.Count,
            [.. variables.OrderBy(variable => variable.IsUsed ?? true).ThenByDescending(variable => RetainedBytes(variable.Value))],
            isKnown ? variables.Where(variable => variable.IsUsed == false).Sum(variable => BytesKept(context, variable.Value)) : null);
    }

    private long RetainedBytes(NodeIndex node) => _snapshot.Dominators.RetainedSizeOf(node);

    /// <summary>What only the scope keeps.</summary>
    private long BytesKept(NodeIndex context, NodeIndex value) =>
        value != context && _snapshot.Dominators.Dominates(context, value) ? _snapshot.Dominators.RetainedSizeOf(value) : 0;

    /// <summary>The closures that see the variables: made in the scope, or in one that is nested in it.</summary>
    private Users FindUsers(NodeIndex context)
    {
        var functions = new HashSet<CodePosition>();
        var isComplete = true;
        var scopes = new List<NodeIndex> { context };
        var seen = new HashSet<NodeIndex> { context };
        var looked = 0;
        for (var i = 0; i < scopes.Count; i++)
        {
            foreach (var edge in _snapshot.Retainers.EdgesTo(scopes[i]))
            {
                if (++looked > MaxRetainers || i > MaxNested) return new Users(functions, false);
                if (_graph.TypeOf(edge) != EdgeType.Internal) continue;
                var source = _graph.SourceOf(edge);
                if (_graph.Is(edge, EdgeType.Internal, "previous"u8))
                {
                    if (seen.Add(source)) scopes.Add(source);
                }
                else if (_graph.Is(edge, EdgeType.Internal, "context"u8))
                {
                    if (_graph.TypeOf(source) == NodeType.Closure && _snapshot.PositionOf(source) is { } position) functions.Add(position);
                    else isComplete = false;
                }
            }
        }

        return new Users(functions, isComplete && functions.Count > 0);
    }

    private bool? IsUsed(Users users, string variable)
    {
        var isKnown = users.IsComplete;
        foreach (var function in users.Functions)
        {
            if (!_mentions.TryGetValue((function, variable), out var mentions))
                _mentions[(function, variable)] = mentions = _code.Mentions(function, variable);
            if (mentions == true) return true;
            isKnown &= mentions is not null;
        }

        return isKnown ? false : null;
    }

    private CodeLocation? FindOwner(Users users)
    {
        foreach (var function in users.Functions)
        {
            if (!_owners.TryGetValue(function, out var owner)) _owners[function] = owner = _code.FindFunctionAround(function);
            if (owner is not null) return owner;
        }

        // A module's own scope, or no text: where its functions begin, but no name, since none of them made it.
        var begin = _code.WithSource(users.Functions.FirstOrDefault());
        return begin is null ? null : begin with { Function = null };
    }

    /// <param name="Functions">Distinct positions of living closures.</param>
    /// <param name="IsComplete">Whether nothing else can use the variables.</param>
    private sealed record Users(HashSet<CodePosition> Functions, bool IsComplete);
}

/// <summary>A scope that is alive.</summary>
/// <param name="Node">V8's context.</param>
/// <param name="Function">The function whose call made it, or where its functions begin; null where no source shows it.</param>
/// <param name="Closures">Distinct functions that see it.</param>
/// <param name="Variables">Those that nobody uses first, then the largest.</param>
/// <param name="UnusedBytes">What only the variables keep that no living function uses; null where that is not known of all.</param>
public sealed record KeptScope(
    NodeIndex Node, CodeLocation? Function, int Closures, IReadOnlyList<KeptVariable> Variables, long? UnusedBytes);

/// <summary>A variable of a scope.</summary>
/// <param name="Name">As in the program.</param>
/// <param name="Value">What it holds.</param>
/// <param name="IsUsed">False where no living function of the scope mentions it; null where that is not known.</param>
public sealed record KeptVariable(string Name, NodeIndex Value, bool? IsUsed);
