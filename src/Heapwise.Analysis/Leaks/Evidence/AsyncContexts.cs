using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Retention;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>A store of an AsyncLocalStorage that something asynchronous keeps.</summary>
/// <param name="StoreClass">The class of the store.</param>
/// <param name="RetainedBytes">What would be freed with one store.</param>
/// <param name="Storage">The program's name of the AsyncLocalStorage; null where it is not known.</param>
/// <param name="Variable">The same as the program writes it.</param>
public sealed record AsyncContextFacts(string StoreClass, long RetainedBytes, HolderName? Storage, string? Variable);

/// <summary>
/// What is started inside <c>storage.run(store, …)</c> belongs to that context and keeps its store: up to Node 22 by a property of the
/// timer or promise, <c>–&lt;symbol kResourceStore&gt;→ store</c>, one for each AsyncLocalStorage; from 24 on by a frame,
/// <c>–&lt;symbol kAsyncContextFrame&gt;→ AsyncContextFrame –table→ array –N→ AsyncLocalStorage, –N+1→ store</c>.
/// </summary>
internal static class AsyncContexts
{
    /// <summary>The share of an entry's bytes that its store must make up.</summary>
    private const double LeastShare = 0.5;

    private const int MaxStorages = 1_000;

    /// <summary>The store that makes up most of what an entry keeps; null where there is none, or one older than the first snapshot, which all share.</summary>
    /// <param name="survivors">Whose snapshot it is.</param>
    /// <param name="resource">The timer or promise.</param>
    /// <param name="bytesPerEntry">Bytes that each entry leaves behind, shallow sizes added up.</param>
    public static AsyncContextFacts? Of(Survivors survivors, NodeIndex resource, double bytesPerEntry)
    {
        var snapshot = survivors.Paths.Snapshot;
        (NodeIndex? Storage, NodeIndex Store, long Bytes)? largest = null;
        foreach (var (storage, store) in StoresOf(snapshot.Graph, resource))
        {
            if (survivors.RungOf(store) < 0) continue;
            var bytes = snapshot.Dominators.RetainedSizeOf(store);
            if (largest is null || bytes > largest.Value.Bytes) largest = (storage, store, bytes);
        }

        if (largest is not { } found || found.Bytes < LeastShare * bytesPerEntry) return null;
        var name = (found.Storage ?? OnlyStorage(survivors.Paths)) is { } named && survivors.Paths.Reaches(named) ? HolderNaming.Of(survivors.Paths, named) : null;
        var isOfProgram = name is { Root: not null, File: { } file } && CodeOrigin.OwnerOf(file) == CodeOwner.Application;
        return new AsyncContextFacts(snapshot.Classes.NameOf(found.Store), found.Bytes, isOfProgram ? name : null, isOfProgram ? name!.Name : null); // named where it is the program's
    }

    private static IEnumerable<(NodeIndex? Storage, NodeIndex Store)> StoresOf(HeapGraph graph, NodeIndex resource)
    {
        var stores = new List<(NodeIndex?, NodeIndex)>();
        foreach (var edge in graph.EdgesOf(resource))
        {
            if (edge.Type == EdgeType.Property && graph.Strings.StartsWith((int)graph.NameOrNumberOf(edge.Index), "<symbol kResourceStore"u8)) stores.Add((null, edge.To));
            if (graph.IsObject(edge.To, "AsyncContextFrame"u8)) stores.AddRange(StoresIn(graph, edge.To));
        }

        return stores;
    }

    /// <summary>The pairs of a frame, which is a Map: values stand in the slot behind their storage.</summary>
    private static IEnumerable<(NodeIndex?, NodeIndex)> StoresIn(HeapGraph graph, NodeIndex frame)
    {
        var stores = new List<(NodeIndex?, NodeIndex)>();
        foreach (var table in graph.EdgesOf(frame))
        {
            if (!graph.Is(table.Index, EdgeType.Internal, "table"u8)) continue;
            var slots = new Dictionary<string, NodeIndex>(StringComparer.Ordinal);
            foreach (var slot in graph.EdgesOf(table.To)) slots[slot.Name] = slot.To;
            foreach (var (slot, storage) in slots)
            {
                if (int.TryParse(slot, out var number) && graph.IsNamed(storage, "AsyncLocalStorage"u8)
                    && slots.TryGetValue((number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), out var store)) stores.Add((storage, store));
            }
        }

        return stores;
    }

    /// <summary>The property's symbol does not tell whose store it is; a program that has but one storage leaves no doubt.</summary>
    private static NodeIndex? OnlyStorage(RootPaths paths)
    {
        var graph = paths.Snapshot.Graph;
        NodeIndex? only = null;
        var seen = 0;
        for (var i = 1; i < graph.NodeCount && seen < MaxStorages; i++)
        {
            var node = new NodeIndex(i);
            if (!graph.IsObject(node, "AsyncLocalStorage"u8) || !paths.Reaches(node)) continue;
            seen++;
            if (HolderNaming.Of(paths, node) is not { File: { } file } || CodeOrigin.OwnerOf(file) != CodeOwner.Application) continue;
            if (only is not null) return null;
            only = node;
        }

        return only;
    }
}
