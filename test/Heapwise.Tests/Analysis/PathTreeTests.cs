using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class PathTreeTests
{
    // root --> list --[0..2]--> Item, root --> map --> table --5,8--> Item
    [Fact]
    public void Entries_of_a_container_are_one_branch()
    {
        var heap = new TinyHeap();
        var (list, map, table) = (heap.Object("Array"), heap.Object("Map"), heap.Array("", 8));
        heap.Root.Shortcut("list", list).Shortcut("map", map);
        map.Internal("table", table);
        for (var i = 0; i < 3; i++) list.Element(i, heap.Object("Item", 10));
        table.Internal("5", heap.Object("Item", 10)).Internal("8", heap.Object("Item", 10));

        var report = TreeOf(heap, "Item");

        report.ObjectCount.ShouldBe(5);
        var tree = report.Tree.ShouldNotBeNull();
        tree.Children.Select(child => (child.ClassName, child.ObjectCount)).ShouldBe([("Array", 3), ("Map", 2)]);
        var items = tree.Children[0].Children.ShouldHaveSingleItem();
        (items.Edge, items.NodeCount, items.ObjectCount, items.ShallowBytes).ShouldBe(("[]", 3, 3, 30));
        var entries = tree.Children[1].Children.ShouldHaveSingleItem().Children.ShouldHaveSingleItem();
        (entries.Edge, entries.ObjectCount).ShouldBe(("*", 2));
    }

    // root --> head --next--> Node --next--> Node ...
    [Fact]
    public void A_linked_list_is_one_branch()
    {
        var heap = new TinyHeap();
        var head = heap.Object("List", 8);
        heap.Root.Shortcut("list", head);
        var at = heap.Object("Node", 8);
        head.Property("head", at);
        for (var i = 1; i < 50_000; i++)
        {
            var next = heap.Object("Node", 8);
            at.Property("next", next);
            at = next;
        }

        var tree = TreeOf(heap, "Node").Tree.ShouldNotBeNull();
        var first = tree.Children.ShouldHaveSingleItem().Children.ShouldHaveSingleItem();
        first.ObjectCount.ShouldBe(50_000);
        var rest = first.Children.ShouldHaveSingleItem();
        (rest.NodeCount, rest.ObjectCount, rest.Children.Count).ShouldBe((49_999, 49_999, 0));
    }

    [Fact]
    public void Branches_beyond_the_limit_are_counted()
    {
        var heap = new TinyHeap();
        for (var i = 0; i < 12; i++)
        {
            var owner = heap.Object("Owner" + i, 8);
            heap.Root.Shortcut("o", owner);
            owner.Property("x", heap.Object("Item", 8));
        }

        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        var tree = RetainersReport.FromClass(paths, snapshot.Classes.All.Single(row => row.Name == "Item"), maxChildren: 5).Tree
            .ShouldNotBeNull();

        tree.Children.Count.ShouldBe(5);
        tree.OtherObjectCount.ShouldBe(7);
        tree.ObjectCount.ShouldBe(12);
    }

    [Fact]
    public void Counts_at_the_root_are_all_reached_objects_in_random_heaps()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            using var snapshot = RootPathsTests.RandomHeap(seed, 60, 150).Open();
            using var paths = RootPaths.Compute(snapshot);
            foreach (var row in snapshot.Classes.All)
            {
                var report = RetainersReport.FromClass(paths, row);
                var reached = snapshot.Classes.FindNodes(row).Count(paths.Reaches);
                (report.Tree?.ObjectCount ?? 0).ShouldBe(reached, $"seed {seed}, class {row.Name}");
                report.UnreachedCount.ShouldBe(report.ObjectCount - reached);
            }
        }
    }

    private static RetainersReport TreeOf(TinyHeap heap, string className)
    {
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        return RetainersReport.FromClass(paths, snapshot.Classes.All.Single(row => row.Name == className));
    }
}
