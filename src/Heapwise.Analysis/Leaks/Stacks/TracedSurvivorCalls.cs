using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Stacks;

/// <summary>
/// Which calls allocated the objects that a traced round added to each leak. An object belongs to a leak if its path from the root leads
/// through the leak's holder. Where no path does, because what a holder is was made anew, objects of the class of the leak's entries are
/// taken that belong to no other leak. Time: a few passes over the snapshot. Memory: about 25 bytes a node, freed on return.
/// </summary>
internal static class TracedSurvivorCalls
{
    private const double MinShare = 0.5;

    /// <summary>A class alone says less than a holder.</summary>
    private const double MinShareOfClass = 0.8;

    private const int MinOfClass = 3;

    /// <summary>No class has this name.</summary>
    private const string Store = "";

    /// <summary>By position in the list of leaks; null for those of which nothing is known.</summary>
    public static IReadOnlyList<TracedCalls?> Find(HeapSnapshot traced, IReadOnlyList<Leak> leaks, CancellationToken cancellation)
    {
        if (traced.Graph.Traces is not { Calls.Count: > 0 } traces || FindLastBefore(traced.Graph, traces) is not { } before)
            return [.. leaks.Select(_ => (TracedCalls?)null)];
        using var paths = RootPaths.Compute(traced, before, cancellation);
        using var survivors = SurvivorSet.Find(paths, [before], cancellation);
        var holders = leaks.Select(leak => leak.Holder).OfType<LeakHolder.HeapObject>().Select(holder => holder.Id).ToHashSet();
        var entries = FindEntries(survivors, traces).ToLookup(entry => FindHolder(paths, entry.Node, holders));
        return [.. leaks.Select(leak => leak.Holder is not LeakHolder.HeapObject ? null : OfHolder(leak) ?? OfClass(leak))];

        // What the leak consists of before anything else that came to be below the holder, and its stores where nothing else did.
        TracedCalls? OfHolder(Leak leak)
        {
            var own = entries[leak.Holder.Id].ToLookup(entry => entry.IsStore ? Store : entry.ClassName);
            var name = leak.Growth.Classes.Select(row => row.Name).Append(Store).FirstOrDefault(own.Contains);
            return name is null ? null : TracedCalls.FindMajority(traces, [.. own[name].Select(entry => entry.Call)], MinShare);
        }

        TracedCalls? OfClass(Leak leak)
        {
            var alike = entries[null].Where(entry => !entry.IsStore && entry.ClassName == leak.Growth.Entry?.Name).ToList();
            if (alike.Count < MinOfClass) return null;
            return TracedCalls.FindMajority(traces, [.. alike.Select(entry => entry.Call)], MinShareOfClass);
        }
    }

    /// <summary>
    /// The last id given before the first object that has a stack; null where none has. V8 itself says the last one at its first count of
    /// the objects, which may be after the round.
    /// </summary>
    private static long? FindLastBefore(HeapGraph graph, AllocationTraces traces)
    {
        var first = long.MaxValue;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (traces.CallOf(node) >= 0 && graph.IdOf(node) is { IsStable: true } id) first = Math.Min(first, id.Value);
        }

        return first == long.MaxValue ? null : first - 1;
    }

    /// <summary>
    /// The first new objects on the paths that have a stack. A container's backing store, which is made anew as it grows, is one, too, but
    /// does not hide what is in it.
    /// </summary>
    private static List<Entry> FindEntries(SurvivorSet survivors, AllocationTraces traces)
    {
        var (paths, graph) = (survivors.Paths, survivors.Paths.Snapshot.Graph);
        using var below = new NativeColumn<bool>(graph.NodeCount);
        List<Entry> entries = [];
        foreach (var at in paths.Order)
        {
            var node = new NodeIndex(at);
            if (survivors.UnitOf(node) < 0) continue;
            if (below[paths.ParentOf(node).Value])
            {
                below[at] = true;
                continue;
            }

            if (traces.CallOf(node) is not (>= 0 and var call)) continue;
            var isStore = graph.TypeOf(node) is NodeType.Array or NodeType.Hidden;
            entries.Add(new Entry(node, paths.Snapshot.Classes.NameOf(node), call, isStore));
            if (!isStore) below[at] = true;
        }

        return entries;
    }

    /// <summary>The nearest holder of a leak on the path to an object; null where there is none.</summary>
    private static NodeId? FindHolder(RootPaths paths, NodeIndex node, IReadOnlySet<NodeId> holders)
    {
        var graph = paths.Snapshot.Graph;
        for (var at = paths.ParentOf(node); at != graph.Root; at = paths.ParentOf(at))
        {
            if (holders.Contains(graph.IdOf(at))) return graph.IdOf(at);
        }

        return null;
    }

    private readonly record struct Entry(NodeIndex Node, string ClassName, int Call, bool IsStore);
}
