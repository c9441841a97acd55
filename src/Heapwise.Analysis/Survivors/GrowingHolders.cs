using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>An object alive in all snapshots that retains more in each, by what is not counted in objects: numbers in an array, text, a buffer.</summary>
/// <param name="Node">The object.</param>
/// <param name="GrownBytes">What it retained more after each interval.</param>
internal sealed record GrowingHolder(NodeIndex Node, IReadOnlyList<long> GrownBytes)
{
    public long Total => GrownBytes.Sum();
}

/// <summary>An object and the bytes of survivors that hang at it.</summary>
public readonly record struct GrownBy(NodeIndex Node, long Bytes);

/// <summary>
/// Growth that leaves no objects behind to be counted: an array of numbers only gets a larger backing store, a text is replaced by a longer one.
/// So the objects that are in all snapshots are compared by their retained size, and from those that grew the deepest are taken whose growth neither
/// one below them nor a cluster of survivors explains. Cost: one pass over the nodes; the candidates are few.
/// </summary>
internal static class GrowingHolders
{
    /// <summary>Less growth over all intervals is left to noise.</summary>
    public const long MinBytes = 64_000;

    /// <summary>What must be left of an object's growth when that of the objects below it is taken away.</summary>
    private const double MinShare = 0.4;

    /// <param name="snapshot">The last snapshot.</param>
    /// <param name="earlier">What was kept of the others.</param>
    /// <param name="intervals">The load between them.</param>
    /// <param name="explained">Growth known already: what survivors hang at, those below one another included.</param>
    public static IReadOnlyList<GrowingHolder> Find(
        HeapSnapshot snapshot, IReadOnlyList<SnapshotIds> earlier, SnapshotIntervals intervals, IEnumerable<GrownBy> explained)
    {
        var grown = Candidates(snapshot, earlier).Where(holder => intervals.GoesOn(holder.GrownBytes)).ToList();
        var known = grown.ToDictionary(holder => holder.Node.Value, _ => 0L);

        // Survivors explain the growth of what they hang at whole: besides them it is the backing store that they need. What is below is part of it.
        var totals = grown.ToDictionary(holder => holder.Node, holder => holder.Total);
        foreach (var (node, bytes) in explained.OrderBy(row => snapshot.Dominators.RetainedSizeOf(row.Node)))
        {
            var rest = totals.TryGetValue(node, out var total) ? Math.Max(bytes, total - known[node.Value]) : bytes;
            Explain(snapshot, known, node, rest);
        }

        var found = new List<GrowingHolder>();

        // A node never retains more than what dominates it, so the smaller ones are asked first.
        foreach (var holder in grown.OrderBy(holder => snapshot.Dominators.RetainedSizeOf(holder.Node)))
        {
            var rest = holder.Total - known[holder.Node.Value];
            if (rest < MinBytes || rest < MinShare * holder.Total) continue;
            found.Add(holder);
            Explain(snapshot, known, holder.Node, rest);
        }

        return found;
    }

    private static List<GrowingHolder> Candidates(HeapSnapshot snapshot, IReadOnlyList<SnapshotIds> earlier)
    {
        var grown = new List<GrowingHolder>();
        for (var i = 1; i < snapshot.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var retained = snapshot.Dominators.RetainedSizeOf(node);
            if (retained < MinBytes || snapshot.Graph.TypeOf(node) != NodeType.Object) continue;
            var id = snapshot.Graph.IdOf(node);
            if (!id.IsStable || id.Value > earlier[0].MaxId) continue;
            var sizes = earlier.Select(ids => ids.Find(id)?.RetainedBytes ?? 0).Append(retained).ToList();
            var steps = sizes.Zip(sizes.Skip(1), (before, after) => after - before).ToList();
            if (Rises(steps)) grown.Add(new GrowingHolder(node, steps));
        }

        return grown;
    }

    private static bool Rises(List<long> steps) =>
        steps.All(step => step >= 0) && steps.Count(step => step > 0) >= Math.Min(2, steps.Count) && steps.Sum() >= MinBytes;

    /// <summary>Takes growth off everything that dominates a node, the node included.</summary>
    private static void Explain(HeapSnapshot snapshot, Dictionary<int, long> known, NodeIndex node, long bytes)
    {
        for (var at = node; ; at = snapshot.Dominators.ImmediateDominatorOf(at))
        {
            if (known.ContainsKey(at.Value)) known[at.Value] += bytes;
            if (at == snapshot.Dominators.ImmediateDominatorOf(at)) return;
        }
    }
}
