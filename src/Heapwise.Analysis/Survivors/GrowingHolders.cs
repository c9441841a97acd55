using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// Finds growth that adds no objects to be counted: an array of numbers only gets a larger backing store, and a string is replaced by a
/// longer one. So the objects that are in all snapshots are compared by their retained size. Of those that grew, the deepest are taken
/// whose growth is explained neither by one below them nor by a cluster of survivors. Cost: one pass over the nodes; candidates are few.
/// </summary>
internal static class GrowingHolders
{
    /// <summary>Less growth over all intervals is noise.</summary>
    public const long MinBytes = 64_000;

    /// <summary>The share of an object's growth that must remain when the growth of the objects below it is subtracted.</summary>
    private const double MinShare = 0.4;

    /// <param name="snapshot">The last snapshot.</param>
    /// <param name="earlier">What was kept of the others.</param>
    /// <param name="intervals">The load between them.</param>
    /// <param name="explained">Growth known already: the holders of survivors, including holders below one another.</param>
    public static IReadOnlyList<GrowingHolder> Find(
        HeapSnapshot snapshot, IReadOnlyList<SnapshotIds> earlier, SnapshotIntervals intervals, IEnumerable<GrownBy> explained)
    {
        var grown = Candidates(snapshot, earlier).Where(holder => intervals.GoesOn(holder.GrownBytes)).ToList();
        var known = grown.ToDictionary(holder => holder.Node.Value, _ => 0L);

        // Survivors explain all growth of what holds them, since the rest is the backing store that they need.
        var totals = grown.ToDictionary(holder => holder.Node, holder => holder.Total);
        foreach (var (node, bytes) in explained.OrderBy(row => snapshot.Dominators.RetainedSizeOf(row.Node)))
        {
            var rest = totals.TryGetValue(node, out var total) ? Math.Max(bytes, total - known[node.Value]) : bytes;
            Explain(snapshot, known, node, rest);
        }

        var found = new List<GrowingHolder>();

        // A node never retains more than what dominates it, so the smaller ones are examined first.
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
            if (!earlier[0].Had(id)) continue;
            var sizes = earlier.Select(ids => ids.Find(id)?.RetainedBytes ?? 0).Append(retained).ToList();
            var steps = sizes.Zip(sizes.Skip(1), (before, after) => after - before).ToList();
            if (Rises(steps)) grown.Add(new GrowingHolder(node, steps));
        }

        return grown;
    }

    private static bool Rises(List<long> steps) =>
        steps.All(step => step >= 0) && steps.Count(step => step > 0) >= Math.Min(2, steps.Count) && steps.Sum() >= MinBytes;

    /// <summary>Marks growth as explained for a node and everything that dominates it.</summary>
    private static void Explain(HeapSnapshot snapshot, Dictionary<int, long> known, NodeIndex node, long bytes)
    {
        for (var at = node; ; at = snapshot.Dominators.ImmediateDominatorOf(at))
        {
            if (known.ContainsKey(at.Value)) known[at.Value] += bytes;
            if (at == snapshot.Dominators.ImmediateDominatorOf(at)) return;
        }
    }
}

/// <summary>An object and the bytes of survivors that it holds.</summary>
public readonly record struct GrownBy(NodeIndex Node, long Bytes);
