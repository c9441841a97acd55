using System.Globalization;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Timers, promises and the like that are small themselves and large through the context in which they were started: the store of an
/// AsyncLocalStorage makes up most of their bytes.
/// </summary>
/// <param name="StoreClass">The class of the store.</param>
/// <param name="StoreBytes">What would be freed with one store.</param>
/// <param name="Storage">The program's name of the AsyncLocalStorage; null where it is not known.</param>
/// <param name="Timer">How the timers work that keep the store; null where something else does.</param>
public sealed record AsyncContextPattern(string StoreClass, long StoreBytes, HolderName? Storage, TimerFacts? Timer) : LeakPattern
{
    public override string Name => "async-context";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>
/// What is started inside <c>storage.run(store, …)</c> belongs to that context and keeps its store. Up to Node 22 a
/// property of the timer or promise holds it, <c>–&lt;symbol kResourceStore&gt;→ store</c>, one for each AsyncLocalStorage;
/// from 24 on a frame does, <c>–&lt;symbol kAsyncContextFrame&gt;→ AsyncContextFrame –table→ array –N→ AsyncLocalStorage,
/// –N+1→ store</c>.
/// </summary>
internal sealed class AsyncContextRecognizer : PatternRecognizer
{
    /// <summary>The share of an entry's bytes that its store must make up.</summary>
    private const double MinShare = 0.5;

    private const int MaxStorages = 1_000;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Seed is not { } seed) return null;
        return Find(context.Survivors, seed.Entry.Example, seed.Bytes / (double)Math.Max(1, seed.Entry.Count), null);
    }

    /// <summary>
    /// The store that makes up most of what an entry keeps; null where there is none, or one older than the first snapshot,
    /// which all share.
    /// </summary>
    /// <param name="survivors">Objects born since the first snapshot.</param>
    /// <param name="resource">The timer or promise.</param>
    /// <param name="bytesPerEntry">Bytes that each entry leaves behind, shallow sizes added up.</param>
    /// <param name="timer">How the timers work, where the resource is one.</param>
    public static AsyncContextPattern? Find(SurvivorSet survivors, NodeIndex resource, double bytesPerEntry, TimerFacts? timer)
    {
        var snapshot = survivors.Paths.Snapshot;
        (NodeIndex? Storage, NodeIndex Store, long Bytes)? largest = null;
        foreach (var (storage, store) in StoresOf(snapshot.Graph, resource))
        {
            if (survivors.IntervalOf(store) < 0) continue;
            var bytes = snapshot.Dominators.RetainedSizeOf(store);
            if (largest is null || bytes > largest.Value.Bytes) largest = (storage, store, bytes);
        }

        if (largest is not { } found || found.Bytes < MinShare * bytesPerEntry) return null;
        var name = FindName(survivors.Paths, found.Storage ?? FindOnlyStorage(survivors.Paths));
        return new AsyncContextPattern(snapshot.Classes.NameOf(found.Store), found.Bytes, name, timer);
    }

    /// <summary>The program's own name of a storage; null where it has none.</summary>
    private static HolderName? FindName(RootPaths paths, NodeIndex? storage)
    {
        if (storage is not { } named || !paths.Reaches(named)) return null;
        var name = HolderNaming.FindName(paths, named);
        return name is { Root: not null, Scope.File: not null, IsOfProgram: true } ? name : null;
    }

    private static List<(NodeIndex? Storage, NodeIndex Store)> StoresOf(HeapGraph graph, NodeIndex resource)
    {
        var stores = new List<(NodeIndex?, NodeIndex)>();
        foreach (var edge in graph.EdgesOf(resource))
        {
            if (IsResourceStore(graph, edge)) stores.Add((null, edge.To));
            if (graph.IsObject(edge.To, "AsyncContextFrame"u8)) stores.AddRange(StoresIn(graph, edge.To));
        }

        return stores;
    }

    private static bool IsResourceStore(HeapGraph graph, HeapEdge edge) =>
        edge.Type == EdgeType.Property && graph.Strings.StartsWith((int)graph.NameOrNumberOf(edge.Index), "<symbol kResourceStore"u8);

    /// <summary>The pairs of a frame, which is a Map: each value is in the slot behind its storage.</summary>
    private static List<(NodeIndex?, NodeIndex)> StoresIn(HeapGraph graph, NodeIndex frame)
    {
        var stores = new List<(NodeIndex?, NodeIndex)>();
        foreach (var table in graph.EdgesOf(frame))
        {
            if (!graph.Is(table.Index, EdgeType.Internal, "table"u8)) continue;
            var slots = new Dictionary<string, NodeIndex>(StringComparer.Ordinal);
            foreach (var slot in graph.EdgesOf(table.To)) slots[slot.Name] = slot.To;
            foreach (var (slot, storage) in slots)
            {
                if (!int.TryParse(slot, out var number) || !graph.IsNamed(storage, "AsyncLocalStorage"u8)) continue;
                if (slots.TryGetValue((number + 1).ToString(CultureInfo.InvariantCulture), out var store)) stores.Add((storage, store));
            }
        }

        return stores;
    }

    /// <summary>The property's symbol does not say whose store it is; a program that has only one storage leaves no doubt.</summary>
    private static NodeIndex? FindOnlyStorage(RootPaths paths)
    {
        var graph = paths.Snapshot.Graph;
        NodeIndex? only = null;
        var seen = 0;
        for (var i = 1; i < graph.NodeCount && seen < MaxStorages; i++)
        {
            var node = new NodeIndex(i);
            if (!graph.IsObject(node, "AsyncLocalStorage"u8) || !paths.Reaches(node)) continue;
            seen++;
            if (HolderNaming.FindName(paths, node) is not { Scope.File: not null, IsOfProgram: true }) continue;
            if (only is not null) return null;
            only = node;
        }

        return only;
    }
}
