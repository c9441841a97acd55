using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Stacks;

/// <summary>The most frequent stack of some objects of a traced round.</summary>
/// <param name="Functions">The functions on it, the outermost first.</param>
/// <param name="Objects">Objects that have a stack.</param>
/// <param name="Share">The part of them that has this one, compared from the innermost function of the program on.</param>
internal sealed record TracedCalls(IReadOnlyList<TraceFunction> Functions, int Objects, double Share)
{
    /// <summary>Position of the program's innermost function; -1 where no function of the program is on the stack.</summary>
    public int Innermost { get; } = FindInnermost(Functions);

    /// <summary>The majority of some calls; null where there are none, or where no stack has a share of that size.</summary>
    /// <param name="traces">V8's tree of calls.</param>
    /// <param name="calls">The call that allocated each object.</param>
    /// <param name="minShare">The least share.</param>
    public static TracedCalls? FindMajority(AllocationTraces traces, IReadOnlyList<int> calls, double minShare)
    {
        return FindMajority([.. calls.CountBy(call => call).Select(row => (FunctionsOf(traces, row.Key), row.Value))], minShare);
    }

    /// <summary>The same of stacks.</summary>
    /// <param name="stacks">The functions on each, the outermost first, and how many objects it stands for.</param>
    /// <param name="minShare">The least share.</param>
    public static TracedCalls? FindMajority(
        IReadOnlyList<(IReadOnlyList<TraceFunction> Functions, int Count)> stacks, double minShare)
    {
        if (stacks.Count == 0) return null;
        var (count, functions) = stacks
            .GroupBy(row => KeyOf(row.Functions), StringComparer.Ordinal)
            .Select(group => (Count: group.Sum(row => row.Count), group.MaxBy(row => row.Count).Functions))
            .MaxBy(group => group.Count);
        var all = stacks.Sum(row => row.Count);
        var share = (double)count / all;
        return share >= minShare ? new TracedCalls(functions, all, share) : null;

        // What leads to the program's last function differs with the request.
        string KeyOf(IReadOnlyList<TraceFunction> path) => string.Join(' ', path.Skip(Math.Max(FindInnermost(path), 0)));
    }

    public static CodePosition PositionOf(TraceFunction function) =>
        new(function.Script, function.Line, function.Column, function.Name.Length > 0 ? function.Name : null);

    /// <summary>V8's own entries of the tree, such as its root, have no script.</summary>
    private static IReadOnlyList<TraceFunction> FunctionsOf(AllocationTraces traces, int call)
    {
        List<TraceFunction> functions = [];
        for (var at = call; at >= 0; at = traces.Calls[at].Parent)
            if (traces.Functions[traces.Calls[at].Function] is { Script.Length: > 0 } function) functions.Add(function);
        functions.Reverse();
        return functions;
    }

    private static int FindInnermost(IReadOnlyList<TraceFunction> functions)
    {
        var at = functions.Count - 1;
        while (at >= 0 && CodeOrigin.OwnerOf(functions[at].Script) != CodeOwner.Application) at--;
        return at;
    }
}
