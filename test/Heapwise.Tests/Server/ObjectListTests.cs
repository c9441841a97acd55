using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;
using Heapwise.Server.Snapshots;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

/// <summary>Lists against what a plain loop over a random heap finds.</summary>
public sealed class ObjectListTests : IDisposable
{
    private readonly OpenHeap _heap = new(RandomHeap(11, 400).Open(), TimeSpan.Zero);

    private HeapSnapshot Snapshot => _heap.Snapshot;

    private IEnumerable<NodeIndex> Nodes => Enumerable.Range(0, Snapshot.NodeCount).Select(i => new NodeIndex(i));

    [Theory]
    [InlineData("retained")]
    [InlineData("shallow")]
    [InlineData("distance")]
    [InlineData("id")]
    [InlineData("edges")]
    public void Windows_of_an_order_are_its_parts(string sort)
    {
        var query = new RowQuery { Sort = sort, Limit = 1_000 };
        var all = ObjectLists.Read(_heap, null, ObjectPart.Of(IdRange.All), query);
        all.Matching.ShouldBe(Snapshot.NodeCount);
        var window = ObjectLists.Read(_heap, null, ObjectPart.Of(IdRange.All), query with { Offset = 37, Limit = 20 });
        window.Rows.ShouldBe(all.Rows.Skip(37).Take(20));
        var keys = all.Rows.Select(row => KeyOf(row, sort)).ToList();
        keys.ShouldBe(sort is "distance" or "id" ? keys.Order() : keys.OrderDescending());
    }

    [Theory]
    [InlineData("retained", "desc")]
    [InlineData("shallow", "asc")]
    [InlineData("distance", "asc")]
    public void The_first_window_that_is_picked_out_is_that_of_the_whole_order(string sort, string order)
    {
        using var heap = new OpenHeap(RandomHeap(5, 5_000).Open(), TimeSpan.Zero);
        int[] nodes = [.. Enumerable.Range(0, heap.Snapshot.NodeCount)];
        var query = new RowQuery { Sort = sort, Order = order, Offset = 10, Limit = 300 };
        var picked = new NodeOrder(heap.Snapshot, nodes, query).Read(query);
        var whole = new NodeOrder(heap.Snapshot, nodes, query);
        List<int> sorted = [];
        for (var at = 0; at < nodes.Length; at += 1_000) sorted.AddRange(whole.Read(query with { Offset = at, Limit = 1_000 }));
        sorted.ShouldBe(sorted.Distinct());
        picked.ShouldBe(sorted.Skip(10).Take(300));
    }

    [Fact]
    public void A_class_lists_the_objects_that_its_row_counts()
    {
        foreach (var row in Snapshot.Classes.All)
            ObjectLists.Read(_heap, row, ObjectPart.Of(IdRange.All), new RowQuery()).Matching.ShouldBe(row.Count, row.Name);
    }

    [Theory]
    [InlineData("B")]
    [InlineData(">100")]
    [InlineData("/^[AC]$/ <400")]
    [InlineData("@21")]
    public void A_filter_leaves_what_a_loop_finds(string text)
    {
        var filter = RowFilter.Parse(text);
        var expected = Nodes.Count(node =>
            filter.MatchesId(Snapshot.Graph.IdOf(node).Value)
            && filter.MatchesSize(Snapshot.Dominators.RetainedSizeOf(node))
            && (!filter.HasTexts || filter.MatchesText(Snapshot.Graph.NameOf(node)) || filter.MatchesText(Snapshot.Classes.NameOf(node))));
        var page = ObjectLists.Read(_heap, null, ObjectPart.Of(IdRange.All), new RowQuery { Filter = text });
        page.Matching.ShouldBe(expected);
        page.Matching.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(ObjectKind.Object)]
    [InlineData(ObjectKind.System)]
    public void Objects_of_a_kind_are_those_of_its_classes(ObjectKind kind)
    {
        var kinds = new HashSet<ObjectKind> { kind };
        var classes = ClassLists.Read(_heap, IdRange.All, kinds, new RowQuery { Limit = 1_000 }).Rows;
        var objects = ObjectLists.Read(_heap, null, ObjectPart.Of(IdRange.All, kinds), new RowQuery { Sort = "shallow", Limit = 1_000 });
        objects.Rows.Count(row => row.SelfBytes > 0).ShouldBe(classes.Sum(row => row.Count));
        objects.Rows.ShouldAllBe(row => classes.Any(found => found.Name == row.ClassName) || row.SelfBytes == 0);
    }

    [Fact]
    public void Classes_over_all_ids_are_those_of_the_summary()
    {
        var part = ClassLists.Read(_heap, new IdRange(0, long.MaxValue - 1), new HashSet<ObjectKind>(), new RowQuery { Limit = 1_000 });
        part.Rows.Select(row => (row.Key, row.Count, row.ShallowBytes, row.RetainedBytes, row.Distance)).Order().ShouldBe(
            Snapshot.Classes.All.Select(row => (row.Key, row.Count, row.ShallowBytes, row.RetainedBytes, row.Distance)).Order());
    }

    [Fact]
    public void A_range_of_ids_counts_what_a_loop_finds()
    {
        var ids = new IdRange(101, 501);
        var rows = ClassLists.Read(_heap, ids, new HashSet<ObjectKind>(), new RowQuery { Limit = 1_000 }).Rows;
        rows.Sum(row => row.Count).ShouldBe(Nodes.Count(node =>
            Snapshot.Graph.ShallowSizeOf(node) > 0 && ids.Contains(Snapshot.Graph.IdOf(node).Value)));
        foreach (var row in rows)
            ObjectLists.Read(_heap, ClassLists.Get(Snapshot, row.Key), ObjectPart.Of(ids), new RowQuery()).Matching.ShouldBe(row.Count);
    }

    [Fact]
    public void Cells_and_what_is_summed_up_make_up_their_parent()
    {
        var cells = DominatorCells.From(Snapshot, Snapshot.Graph.Root, depth: 10, max: 60);
        Check(cells.Root);
        Count(cells.Root).ShouldBeLessThanOrEqualTo(60);

        static void Check(DominatorCell cell)
        {
            (cell.SelfBytes + cell.Children.Sum(child => child.RetainedBytes) + (cell.Rest?.Bytes ?? 0)).ShouldBe(cell.RetainedBytes);
            (cell.Children.Count + (cell.Rest?.Count ?? 0)).ShouldBe(cell.ChildCount);
            foreach (var child in cell.Children) Check(child);
        }

        static int Count(DominatorCell cell) => 1 + cell.Children.Sum(Count);
    }

    [Fact]
    public void Holders_of_a_class_are_the_classes_of_its_dominators()
    {
        var wanted = Snapshot.Classes.All.MaxBy(row => row.Count)!;
        var rows = HolderRow.Read(_heap, wanted, null, null).Rows;
        var expected = Snapshot.Classes.FindNodes(wanted)
            .Where(node => Snapshot.Graph.ShallowSizeOf(node) > 0)
            .GroupBy(node => Snapshot.Classes.Of(Snapshot.Dominators.ImmediateDominatorOf(node)).Key)
            .Select(group => (group.Key, Objects: group.Count()));
        rows.Select(row => (row.Key, row.Objects)).Order().ShouldBe(expected.Order());
        foreach (var row in rows)
            HolderRow.Read(_heap, wanted, row.Key, null).Rows.Sum(outer => outer.Objects).ShouldBeLessThanOrEqualTo(row.Objects);
    }

    public void Dispose() => _heap.Dispose();

    private static long KeyOf(ObjectRow row, string sort) => sort switch
    {
        "retained" => row.RetainedBytes,
        "shallow" => row.SelfBytes,
        "distance" => row.Distance ?? int.MaxValue,
        "id" => row.Id,
        _ => row.EdgeCount,
    };

    /// <summary>A tree with further edges, of a few classes.</summary>
    private static TinyHeap RandomHeap(int seed, int nodes)
    {
        var random = new Random(seed);
        var heap = new TinyHeap();
        List<TinyNode> all = [heap.Root];
        for (var i = 1; i < nodes; i++)
        {
            var node = heap.Object($"{(char)('A' + random.Next(5))}", 8 * random.Next(0, 20));
            all[random.Next(all.Count)].Property($"p{i}", node);
            all.Add(node);
        }

        for (var i = 0; i < nodes; i++) all[random.Next(all.Count)].Property($"q{i}", all[1 + random.Next(nodes - 1)]);
        return heap;
    }
}
