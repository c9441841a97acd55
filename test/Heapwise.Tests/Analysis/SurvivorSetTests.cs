using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SurvivorSetTests
{
    // old list --> new a --> new b; ids determine the intervals
    [Fact]
    public void Objects_belong_to_the_interval_in_which_their_id_was_assigned()
    {
        var heap = new TinyHeap();
        var list = heap.Object("Array");
        heap.Root.Shortcut("list", list);
        var (first, second, third) = (
            heap.Node("object", "A", id: 101), heap.Node("object", "B", id: 203), heap.Node("object", "C", id: 305));
        list.Element(0, first).Element(1, second);
        second.Property("c", third);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        using var survivors = SurvivorSet.Find(paths, [99, 201, 303]);

        survivors.IntervalOf(list).ShouldBe(-1);
        survivors.IntervalOf(first).ShouldBe(0);
        survivors.IntervalOf(second).ShouldBe(1);
        survivors.IntervalOf(third).ShouldBe(2);
        survivors.UnitOf(third).ShouldBe(survivors.UnitOf(second));
        survivors.OwnerOf(survivors.UnitOf(third)).ShouldBe(list.ToNodeIndex());
        survivors.CountsOf(survivors.UnitOf(second)).ToArray().ShouldBe([0, 1, 1]);
    }

    // new ArrayBuffer --> native data with an even id: counted with its holder; native of an old holder: old
    [Fact]
    public void Embedder_nodes_go_with_what_holds_them()
    {
        var heap = new TinyHeap();
        var (old, oldData) = (heap.Object("ArrayBuffer"), heap.Node("native", "system / JSArrayBufferData", 10, id: 900_000));
        var (buffer, data) = (
            heap.Node("object", "ArrayBuffer", 5, id: 1_000_001), heap.Node("native", "system / JSArrayBufferData", 1000, id: 2));
        heap.Root.Shortcut("old", old);
        old.Internal("backing_store", oldData).Property("buffer", buffer);
        buffer.Internal("backing_store", data);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        using var survivors = SurvivorSet.Find(paths, [99]);

        survivors.IntervalOf(oldData).ShouldBe(-1);
        survivors.IntervalOf(data).ShouldBe(0);
        survivors.BytesOf(survivors.UnitOf(buffer)).ShouldBe(1005);
    }

    [Fact]
    public void Code_and_feedback_and_objects_held_only_by_the_stack_are_left_out()
    {
        var heap = new TinyHeap();
        var (function, roots, stack) = (heap.Closure("f"), heap.Synthetic("(GC roots)"), heap.Synthetic("(Stack roots)"));
        heap.Root.Shortcut("f", function).Element(1, roots);
        roots.Element(1, stack);
        var code = heap.Node("code", "(code for f)", 100, id: 1001);
        var constant = heap.Node("object", "Constant", 10, id: 1003);
        var onStack = heap.Node("object", "Local", 10, id: 1005);
        function.Internal("code", code);
        code.Internal("0", constant);
        stack.Element(0, onStack);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        using var survivors = SurvivorSet.Find(paths, [99]);

        survivors.UnitCount.ShouldBe(0);
        survivors.IntervalOf(constant).ShouldBe(-1);
        survivors.IntervalOf(onStack).ShouldBe(-1);
    }

    [Fact]
    public void Units_and_their_sums_agree_with_walking_every_path_in_random_heaps()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            using var snapshot = RootPathsTests.RandomHeap(seed, 80, 220).Open();
            using var paths = RootPaths.Compute(snapshot);
            using var survivors = SurvivorSet.Find(paths, [41, 91, 131]);
            var counts = new Dictionary<int, int[]>();
            for (var i = 1; i < snapshot.Graph.NodeCount; i++)
            {
                var node = new NodeIndex(i);
                var (top, rung) = Walk(snapshot, paths, node);
                survivors.IntervalOf(node).ShouldBe(rung, $"seed {seed}, node {i}");
                if (rung < 0) continue;
                survivors.NodeOf(survivors.UnitOf(node)).ShouldBe(top);
                counts.TryAdd(top.Value, new int[3]);
                counts[top.Value][rung]++;
            }

            survivors.UnitCount.ShouldBe(counts.Count);
            for (var unit = 0; unit < survivors.UnitCount; unit++)
            {
                survivors.CountsOf(unit).ToArray().ShouldBe(counts[survivors.NodeOf(unit).Value]);
            }

            var tree = new OwnerTree(survivors);
            if (tree.RootSlot is { } root)
            {
                tree.CountsOf(root).ToArray().Sum().ShouldBe(counts.Values.Sum(row => row.Sum()), "everything rolls up to the root");
            }
        }
    }

    /// <summary>The definition, node by node: the run of new nodes at the end of the path, none of its hops through bookkeeping.</summary>
    private static (NodeIndex Top, int Rung) Walk(HeapSnapshot snapshot, RootPaths paths, NodeIndex node)
    {
        if (!paths.Reaches(node)) return (node, -1);
        for (var at = node; paths.ParentEdgeOf(at) is not null; at = paths.ParentOf(at))
        {
            if (paths.CostOf(at) - paths.CostOf(paths.ParentOf(at)) >= 20) return (node, -1);
        }

        var rung = Rung(node);
        if (rung < 0) return (node, -1);
        var top = node;
        while (Rung(paths.ParentOf(top)) >= 0) top = paths.ParentOf(top);
        return (top, rung);

        int Rung(NodeIndex at)
        {
            var id = snapshot.Graph.IdOf(at).Value;
            return at == snapshot.Graph.Root || id <= 41 ? -1 : id <= 91 ? 0 : id <= 131 ? 1 : 2;
        }
    }
}
