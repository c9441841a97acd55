namespace Heapwise.Tests.Architecture;

/// <summary>A method, constructor, operator, property or indexer, with its local functions.</summary>
/// <param name="Name">With its type: <c>HeapGraph.EdgesOf</c>.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Lines">How many lines it has, with its signature.</param>
/// <param name="Above">The comments above it.</param>
internal sealed record MethodInfo(string Name, int Line, int Lines, string Above)
{
    public bool HasCommentAbove(string start) =>
        Above.Split('\n').Select(line => line.Trim().TrimStart('/').Trim()).Any(line => line.StartsWith(start, StringComparison.Ordinal));
}
