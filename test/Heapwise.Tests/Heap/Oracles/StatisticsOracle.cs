using Heapwise.Heap.Facts.Statistics;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Totals of the whole heap and of its native contexts.</summary>
internal static class StatisticsOracle
{
    private static readonly string[] Strings = ["string", "concatenated string", "sliced string"];

    public static SnapshotStatistics Of(PlainHeap heap) => new(
        TotalBytes: heap.Nodes.Sum(node => node.Size) + heap.ExtraNativeBytes,
        NativeBytes: Sum(heap, node => node.Type == "native") + heap.ExtraNativeBytes,
        TypedArrayBytes: Sum(heap, node => node.Type == "native" && node.Name == "system / JSArrayBufferData"),
        CodeBytes: Sum(heap, node => node.Type == "code"),
        StringBytes: Sum(heap, node => Strings.Contains(node.Type)),
        JsArrayBytes: Arrays(heap).Sum(array => array.Size + (OwnElements(array)?.Size ?? 0)),
        SystemBytes: Sum(heap, node => node.Type == "hidden"));

    /// <summary>
    /// For each native context the bytes that only it reaches, then those that several reach, then those of none.
    /// An object whose map's map names a context belongs to that one, whoever reaches it.
    /// </summary>
    public static (List<(PlainNode Context, long Bytes)> Contexts, long Shared, long Unattributed) NativeContexts(PlainHeap heap)
    {
        var contexts = heap.Nodes.Where(IsNativeContext).ToList();
        var fixedOwner = heap.Nodes.ToDictionary(node => node, node => IsNativeContext(node) ? node : ContextOfMap(node));
        var owners = heap.Nodes.ToDictionary(node => node, node => fixedOwner[node] is { } owner ? new HashSet<PlainNode> { owner } : []);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var edge in heap.Edges.Where(edge => edge.Type is not ("shortcut" or "weak") && fixedOwner[edge.To] is null))
            {
                var before = owners[edge.To].Count;
                owners[edge.To].UnionWith(owners[edge.From]);
                changed |= owners[edge.To].Count > before;
            }
        }

        return ([.. contexts.Select(context => (context, Sum(heap, node => owners[node].Count == 1 && owners[node].Contains(context))))],
            Sum(heap, node => owners[node].Count > 1),
            Sum(heap, node => owners[node].Count == 0));
    }

    private static long Sum(PlainHeap heap, Func<PlainNode, bool> which) => heap.Nodes.Where(which).Sum(node => node.Size);

    private static IEnumerable<PlainNode> Arrays(PlainHeap heap) =>
        heap.Nodes.Where(node => node.Name == "Array" && node.Type is not ("hidden" or "native" or "code") && !Strings.Contains(node.Type));

    private static PlainNode? OwnElements(PlainNode array) =>
        array.InternalTarget("elements") is { Retainers.Count: 1 } elements ? elements : null;

    private static bool IsNativeContext(PlainNode node)
    {
        var name = node.Name.StartsWith("Detached ", StringComparison.Ordinal) ? node.Name["Detached ".Length..] : node.Name;
        return name == "system / NativeContext" || name.StartsWith("system / NativeContext / ", StringComparison.Ordinal);
    }

    private static PlainNode? ContextOfMap(PlainNode node) => node.InternalTarget("map")?.InternalTarget("map")?
        .Edges.Find(edge => edge.Type == "internal" && edge.Name == "native_context" && IsNativeContext(edge.To))?.To;
}
