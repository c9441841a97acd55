namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Per class key the nodes that are only in the later heap and only in the earlier one, by id.</summary>
internal static class ComparisonOracle
{
    public sealed record Row(string Key, int Added, int Removed, long AddedBytes, long RemovedBytes);

    public static List<Row> Of(PlainHeap before, PlainHeap after)
    {
        var interfaces = InterfaceOracle.Infer(after);
        var old = new ClassOracle(before, interfaces).Instances();
        var young = new ClassOracle(after, interfaces).Instances();
        return [.. old.Select(group => group.Key).Union(young.Select(group => group.Key), StringComparer.Ordinal)
            .Select(key => Change(key, [.. old[key]], [.. young[key]]))
            .Where(row => row.Added + row.Removed > 0)];
    }

    private static Row Change(string key, List<PlainNode> before, List<PlainNode> after)
    {
        var added = after.ExceptBy(before.Select(node => node.Id), node => node.Id).ToList();
        var removed = before.ExceptBy(after.Select(node => node.Id), node => node.Id).ToList();
        return new Row(key, added.Count, removed.Count, added.Sum(node => node.Size), removed.Sum(node => node.Size));
    }
}
