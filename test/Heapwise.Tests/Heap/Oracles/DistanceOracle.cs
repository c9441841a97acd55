using System.Globalization;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// Distances by a breadth-first walk in file order: from the user's roots at 1, then from the root at 100,000,000
/// (0 where there is no user root). -5 for what neither walk reaches.
/// </summary>
internal sealed class DistanceOracle
{
    private readonly Dictionary<PlainNode, int> _distances = [];
    private readonly HashSet<string> _halfMetPairs = new(StringComparer.Ordinal);

    public DistanceOracle(PlainHeap heap)
    {
        var roots = heap.UserRoots.Distinct().ToList();
        foreach (var root in roots) _distances[root] = 1;
        Walk(roots);
        _distances[heap.Root] = roots.Count > 0 ? 100_000_000 : 0;
        Walk([heap.Root]);
    }

    public int Of(PlainNode node) => _distances.GetValueOrDefault(node, -5);

    private void Walk(IEnumerable<PlainNode> from)
    {
        var pending = new Queue<PlainNode>(from);
        while (pending.TryDequeue(out var node))
        {
            foreach (var edge in node.Edges)
            {
                if (edge.IsWeak || _distances.ContainsKey(edge.To) || IsSkipped(edge)) continue;
                _distances[edge.To] = _distances[node] + 1;
                pending.Enqueue(edge.To);
            }
        }
    }

    private bool IsSkipped(PlainEdge edge)
    {
        var from = edge.From;
        if (from.Type == "hidden" && from.Name == "system / NativeContext" && edge.Name == "sloppy_function_map") return true;
        var isDescriptor = from.Type == "array" && from.Name == "(map descriptors)";
        if (isDescriptor) return LeadingNumber(edge) is { } index && index >= 2 && index % 3 == 1;
        if (EssentialEdges.WeakMapPair(edge) is not { } pair) return false;
        if (_halfMetPairs.Remove(pair.Pair)) return false;
        _halfMetPairs.Add(pair.Pair);
        return true;
    }

    private static long? LeadingNumber(PlainEdge edge)
    {
        if (edge.Name is not { } name) return edge.Number;
        var digits = new string([.. name.TakeWhile(char.IsAsciiDigit)]);
        return digits.Length == 0 ? null : long.Parse(digits, CultureInfo.InvariantCulture);
    }
}
