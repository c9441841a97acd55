using System.Globalization;
using System.Text.Json;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Every number that Chrome DevTools shows of real snapshots (Node 20, Node 24, Chromium), compared one by one.</summary>
[Trait("Reading", "numbers")]
public sealed class TruthTests(TruthFiles files) : IClassFixture<TruthFiles>
{
    private const int CutText = 80;

    public static TheoryData<string> Names => ["s30", "n24", "chrome-a"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_class_row_equals_devtools(string name)
    {
        var expected = TruthFiles.NumbersOf(name).Classes;
        var found = files.Open(name).Classes.All
            .Select(row => new TruthClass(row.Key, row.Name, row.Count, row.Distance, row.ShallowBytes, row.RetainedBytes));
        AssertSame(expected, found.ToList(), row => row.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sampled_node_equals_devtools(string name)
    {
        var snapshot = files.Open(name);
        var expected = TruthFiles.NumbersOf(name).NodesSampled;
        expected.Count.ShouldBeGreaterThan(2_900);
        AssertSame(expected, expected.Select(node => Describe(snapshot, node)).ToList(), node => node.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistics_equal_devtools(string name)
    {
        var expected = TruthFiles.NumbersOf(name).Statistics;
        var heap = expected.GetProperty("v8heap");
        var statistics = files.Open(name).Statistics;
        statistics.ShouldBe(new SnapshotStatistics(
            TotalBytes: expected.GetProperty("total").GetInt64(),
            NativeBytes: expected.GetProperty("native").GetProperty("total").GetInt64(),
            TypedArrayBytes: expected.GetProperty("native").GetProperty("typedArrays").GetInt64(),
            CodeBytes: heap.GetProperty("code").GetInt64(),
            StringBytes: heap.GetProperty("strings").GetInt64(),
            JsArrayBytes: heap.GetProperty("jsArrays").GetInt64(),
            SystemBytes: heap.GetProperty("system").GetInt64()));
        statistics.V8HeapBytes.ShouldBe(heap.GetProperty("total").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Totals_equal_devtools(string name)
    {
        var snapshot = files.Open(name);
        var expected = TruthFiles.NumbersOf(name);
        snapshot.Graph.NodeCount.ShouldBe(expected.NodeCount);
        (snapshot.Dominators.RetainedSizeOf(snapshot.Graph.Root) + snapshot.Graph.Meta.ExtraNativeBytes).ShouldBe(expected.TotalSize);
        AllNodes(snapshot).Sum(snapshot.Dominators.RetainedSizeOf).ShouldBe(expected.SumOfAllRetainedSizes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Native_contexts_equal_devtools(string name)
    {
        var snapshot = files.Open(name);
        var expected = TruthFiles.NumbersOf(name).NativeContexts;
        var found = snapshot.NativeContexts;
        var contexts = expected.GetProperty("nativeContexts").EnumerateArray().ToList();
        found.Contexts.Select(context => snapshot.Graph.IdOf(context.Node).Value).ShouldBe(Longs(contexts, "nodeId"));
        found.Contexts.Select(context => context.Name).ShouldBe(contexts.Select(context => context.GetProperty("nodeName").GetString()));
        found.Contexts.Select(context => context.AttributedBytes).ShouldBe(Longs(contexts, "attributedSize"));
        found.Contexts.Select(context => context.RetainedBytes).ShouldBe(Longs(contexts, "retainedSize"));
        found.Contexts.Select(context => context.ShallowBytes).ShouldBe(Longs(contexts, "selfSize"));
        found.SharedBytes.ShouldBe(Long(expected, "sharedSize"));
        found.UnattributedBytes.ShouldBe(Long(expected, "noAttributionSize"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nodes_at_each_distance_equal_devtools(string name)
    {
        var snapshot = files.Open(name);
        var expected = TruthFiles.NumbersOf(name).NodesByDistance
            .ToDictionary(row => int.Parse(row.Key, CultureInfo.InvariantCulture), row => row.Value);
        var found = AllNodes(snapshot).CountBy(snapshot.Distances.Of).ToDictionary();
        AssertSame(expected.ToList(), found.ToList(), row => row.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Interfaces_equal_devtools(string name) =>
        files.Open(name).Interfaces.Select(known => (known.Name, string.Join('|', known.Properties), known.Count))
            .ShouldBe(TruthFiles.NumbersOf(name).Interfaces.Select(known => (known.Name, string.Join('|', known.Properties), known.Count)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Duplicate_strings_equal_devtools(string name)
    {
        var expected = TruthFiles.NumbersOf(name);
        var found = files.Open(name).DuplicateStrings
            .OrderByDescending(group => group.RetainedBytes)
            .Select(group => new TruthString(Cut(group.Value), group.Value.Length, group.Count, group.ShallowBytes, group.RetainedBytes))
            .ToList();
        found.Count.ShouldBe(expected.DuplicateStringGroups);
        var top = expected.DuplicateStringsTop100;
        found.Take(top.Count).Select(group => group.Retained).ShouldBe(top.Select(group => group.Retained));
        var left = found.CountBy(group => group).ToDictionary();
        foreach (var group in top)
        {
            left.GetValueOrDefault(group).ShouldBePositive(group.ToString());
            left[group]--;
        }
    }

    [Fact]
    public void Every_comparison_row_equals_devtools()
    {
        var expected = TruthFiles.ChangesOf("pair-a-b");
        var found = HeapSnapshot.Compare(files.Open("pair-a"), files.Open("pair-b"));
        var rows = found.Select(row => new TruthChange(row.Key, row.Name, row.Added, row.Removed, row.AddedBytes, row.RemovedBytes));
        AssertSame(expected, rows.ToList(), row => row.Key);
        found.Select(row => row.DeltaBytes).ShouldBe(expected.Select(row => row.AddedSize - row.RemovedSize));
    }

    private static TruthNode Describe(HeapSnapshot snapshot, TruthNode expected)
    {
        var graph = snapshot.Graph;
        var node = new NodeIndex(expected.Ordinal);
        var type = graph.TypeNameOf(node);
        var name = graph.NameOf(node);
        // DevTools joins concatenated strings and lists the properties of plain objects.
        var isShownOtherwise = type == "concatenated string" || (type == "object" && name == "Object");
        return new TruthNode(
            expected.Ordinal,
            graph.IdOf(node).Value,
            type,
            snapshot.Classes.NameOf(node),
            isShownOtherwise ? expected.Name : Cut(name),
            graph.ShallowSizeOf(node),
            snapshot.Dominators.RetainedSizeOf(node),
            snapshot.Distances.Of(node),
            graph.IdOf(snapshot.Dominators.ImmediateDominatorOf(node)).Value,
            snapshot.Retainers.CountOf(node),
            graph.EdgeCountOf(node));
    }

    private static IEnumerable<NodeIndex> AllNodes(HeapSnapshot snapshot) =>
        Enumerable.Range(0, snapshot.Graph.NodeCount).Select(i => new NodeIndex(i));

    private static string Cut(string text) => text.Length <= CutText ? text : text[..CutText];

    private static long Long(JsonElement parent, string property) => parent.GetProperty(property).GetInt64();

    private static IEnumerable<long> Longs(List<JsonElement> parents, string property) => parents.Select(parent => Long(parent, property));

    /// <summary>Names the first rows that differ instead of printing thousands of equal ones.</summary>
    private static void AssertSame<TRow, TKey>(IReadOnlyList<TRow> expected, IReadOnlyList<TRow> found, Func<TRow, TKey> keyOf)
        where TKey : notnull
    {
        var foundByKey = found.ToDictionary(keyOf);
        var wrong = expected.Where(row => !foundByKey.TryGetValue(keyOf(row), out var other) || !row!.Equals(other)) // rows are records
            .Select(row => $"expected {row}\n   found {(foundByKey.TryGetValue(keyOf(row), out var other) ? other : default)}")
            .ToList();
        wrong.Count.ShouldBe(0, $"{wrong.Count} of {expected.Count} rows differ:\n{string.Join('\n', wrong.Take(5))}");
        var extra = foundByKey.Keys.Except(expected.Select(keyOf)).Take(5);
        found.Count.ShouldBe(expected.Count, "rows that DevTools does not have: " + string.Join(", ", extra));
    }
}
