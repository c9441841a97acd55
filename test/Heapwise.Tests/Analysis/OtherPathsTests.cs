using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class OtherPathsTests
{
    // root --> list --> x <-- table <-- map <-- root
    [Fact]
    public void Another_holder_is_another_path()
    {
        var heap = new TinyHeap();
        var (list, map, table, x) = (heap.Object("Array"), heap.Object("Map"), heap.Array(""), heap.Object("X"));
        heap.Root.Shortcut("list", list).Shortcut("map", map);
        list.Element(0, x);
        map.Internal("table", table);
        table.Internal("4", x);

        Holders(heap, x, 5).ShouldBe(["Array", "Map"]);
    }

    // the elements of the array hold x once more: not another holder
    [Fact]
    public void A_backing_store_is_not_another_holder()
    {
        var heap = new TinyHeap();
        var (list, elements, x) = (heap.Object("Array"), heap.Array("(object elements)"), heap.Object("X"));
        heap.Root.Shortcut("list", list);
        list.Element(0, x).Internal("elements", elements);
        elements.Internal("0", x);

        Holders(heap, x, 5).ShouldBe(["Array"]);
    }

    // x --> y --> x: what x itself holds does not hold x
    [Fact]
    public void A_cycle_through_the_object_itself_is_not_a_holder()
    {
        var heap = new TinyHeap();
        var (a, x, y) = (heap.Object("A"), heap.Object("X"), heap.Object("Y"));
        heap.Root.Shortcut("a", a);
        a.Property("x", x);
        x.Property("y", y);
        y.Property("parent", x);

        Holders(heap, x, 5).ShouldBe(["A"]);
    }

    [Fact]
    public void A_thousand_holders_of_one_kind_count_once()
    {
        var heap = new TinyHeap();
        var (first, x) = (heap.Object("Global"), heap.Object("X"));
        heap.Root.Shortcut("g", first);
        first.Property("x", x);
        for (var i = 0; i < 1000; i++)
        {
            var session = heap.Object("Session");
            first.Element(i, session);
            session.Property("shared", x);
        }

        Holders(heap, x, 10).ShouldBe(["Global", "Session"]);
    }

    [Fact]
    public void Every_path_begins_at_the_root_and_follows_strong_edges()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            using var snapshot = RootPathsTests.RandomHeap(seed, 25, 70).Open();
            using var paths = RootPaths.Compute(snapshot);
            for (var i = 1; i < snapshot.Graph.NodeCount; i++)
            {
                foreach (var path in paths.FindDistinct(new NodeIndex(i), 4))
                {
                    path.Hops[0].Node.ShouldBe(snapshot.Graph.Root);
                    path.Target.ShouldBe(new NodeIndex(i));
                    path.Hops.Select(hop => hop.Node).Distinct().Count().ShouldBe(path.Hops.Count, $"seed {seed}: no node twice");
                    for (var hop = 1; hop < path.Hops.Count; hop++)
                    {
                        var edge = path.Hops[hop].Edge!.Value;
                        snapshot.Graph.SourceOf(edge).ShouldBe(path.Hops[hop - 1].Node);
                        snapshot.Graph.TargetOf(edge).ShouldBe(path.Hops[hop].Node);
                        snapshot.Graph.TypeOf(edge).ShouldNotBe(EdgeType.Weak);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Holders(TinyHeap heap, TinyNode target, int count)
    {
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        return [.. paths.FindDistinct(target, count).Select(path => NameOf(path.Hops[^2].Node))];

        string NameOf(NodeIndex node)
        {
            var isTable = snapshot.Graph.TypeOf(node) == NodeType.Array;
            return snapshot.Graph.NameOf(isTable ? paths.ParentOf(node) : node);
        }
    }
}
