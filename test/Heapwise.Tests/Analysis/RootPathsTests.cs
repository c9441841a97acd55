using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class RootPathsTests
{
    // root --> a --> b --> d
    //          a --> c --> e --> d
    [Fact]
    public void The_shortest_path_is_found()
    {
        var heap = new TinyHeap();
        var (a, b, c, d, e) = (heap.Object("A"), heap.Object("B"), heap.Object("C"), heap.Object("D"), heap.Object("E"));
        heap.Root.Shortcut("g", a);
        a.Property("c", c).Property("b", b);
        b.Property("d", d);
        c.Property("e", e);
        e.Property("d", d);

        Names(heap, d).ShouldBe(["", "A", "B", "D"]);
    }

    // root --> a ~~weak~~> b
    [Fact]
    public void Weak_edges_reach_nothing()
    {
        var heap = new TinyHeap();
        var (a, b) = (heap.Object("A"), heap.Object("B"));
        heap.Root.Shortcut("g", a);
        a.Weak("b", b);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        paths.Reaches(b).ShouldBeFalse();
        paths.FindPath(b).ShouldBeNull();
        paths.FindDistinct(b, 3).ShouldBeEmpty();
    }

    // table --pair--> value <--pair-- key: the key's edge counts, the table's does not
    [Fact]
    public void A_value_of_a_WeakMap_is_held_by_its_key()
    {
        var heap = new TinyHeap();
        var (map, table, holder, key, value) = (
            heap.Object("WeakMap"), heap.Array(""), heap.Object("Holder"), heap.Object("Key"), heap.Object("Value"));
        var pair = $"2 / part of key (Key @{key.Id}) -> value (Value @{value.Id}) pair in WeakMap (table @{table.Id})";
        heap.Root.Shortcut("m", map).Shortcut("h", holder);
        map.Internal("table", table);
        table.Internal(pair, value);
        holder.Property("key", key);
        key.Internal(pair, value);

        Names(heap, value).ShouldBe(["", "Holder", "Key", "Value"]);
    }

    // root --> (GC roots) --> (Stack roots) --> x, and a longer path through a variable
    [Fact]
    public void The_stack_is_used_only_where_nothing_else_holds_the_object()
    {
        var heap = new TinyHeap();
        var (roots, stack, x, y) = (heap.Synthetic("(GC roots)"), heap.Synthetic("(Stack roots)"), heap.Object("X"), heap.Object("Y"));
        var (global, closure, scope) = (heap.Object("global"), heap.Closure("f"), heap.Object("system / Context"));
        heap.Root.Element(1, roots).Shortcut("g", global);
        roots.Element(1, stack);
        stack.Element(0, x).Element(1, y);
        global.Property("f", closure);
        closure.Internal("context", scope);
        scope.Context("x", x);

        Names(heap, x).ShouldBe(["", "global", "f", "system / Context", "X"]);
        Names(heap, y).ShouldBe(["", "(GC roots)", "(Stack roots)", "Y"]);
    }

    // closure --feedback_cell--> code --> constant, and three hops through properties
    [Fact]
    public void A_path_through_feedback_costs_more_than_properties()
    {
        var heap = new TinyHeap();
        var (closure, cell, a, b, target) = (
            heap.Closure("f"), heap.Code("system / FeedbackCell"), heap.Object("A"), heap.Object("B"), heap.Object("T"));
        heap.Root.Shortcut("f", closure);
        closure.Internal("feedback_cell", cell).Property("a", a);
        cell.Internal("value", target);
        a.Property("b", b);
        b.Property("t", target);

        Names(heap, target).ShouldBe(["", "f", "A", "B", "T"]);
    }

    [Fact]
    public void A_property_named_like_a_field_of_V8_costs_no_more()
    {
        var heap = new TinyHeap();
        var (a, b, target) = (heap.Object("A"), heap.Object("B"), heap.Object("T"));
        var shape = heap.Node("object shape", "system / Map");
        heap.Root.Shortcut("a", a);
        a.Internal("map", shape).Property("map", target).Property("b", b);
        b.Property("t", target);

        Names(heap, target).ShouldBe(["", "A", "T"]);
    }

    // root → Subject → Object → observers → entry, and root → copy → entry: a copy is younger than what it was filled with
    [Theory]
    [InlineData(true, "List")]
    [InlineData(false, "Copy")]
    public void A_young_copy_of_a_list_is_no_way_to_its_entries(bool isWatched, string expected)
    {
        var heap = new TinyHeap();
        var (subject, state, list) = (heap.Object("Subject"), heap.Object("Object"), heap.Object("List"));
        var entry = heap.Object("Observer");
        var copy = heap.Object("Copy").Element(0, entry);
        heap.Root.Shortcut("subject", subject).Shortcut("copy", copy);
        subject.Property("state", state.Property("observers", list.Element(0, entry)));
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot, firstMaxId: isWatched ? list.Id : long.MaxValue);

        snapshot.Graph.NameOf(paths.ParentOf(entry)).ShouldBe(expected);
    }

    // The same with the tables of two Maps. The old Map's table is as young as the copy, since it grew.
    [Fact]
    public void A_table_is_as_old_as_its_Map()
    {
        var heap = new TinyHeap();
        var (subject, map, entry) = (heap.Object("Subject"), heap.Object("Map"), heap.Object("Observer"));
        var (copy, table, copyTable) = (heap.Object("Map"), heap.Array(""), heap.Array(""));
        heap.Root.Shortcut("subject", subject).Shortcut("copy", copy.Internal("table", copyTable.Internal("3", entry)));
        subject.Property("observers", map.Internal("table", table.Internal("3", entry)));
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot, firstMaxId: map.Id);

        paths.ParentOf(entry).ShouldBe(table);
    }

    [Fact]
    public void The_order_lists_every_reached_node_after_its_parent()
    {
        using var snapshot = RandomHeap(seed: 5, nodes: 300, edges: 900).Open();
        using var paths = RootPaths.Compute(snapshot);
        var seen = new HashSet<int> { 0 };
        foreach (var at in paths.Order[1..])
        {
            seen.ShouldContain(paths.ParentOf(new NodeIndex(at)).Value);
            seen.Add(at).ShouldBeTrue();
        }

        seen.Count.ShouldBe(Enumerable.Range(0, snapshot.Graph.NodeCount).Count(i => paths.Reaches(new NodeIndex(i))));
    }

    [Fact]
    public void Costs_agree_with_relaxing_every_edge_to_a_fixed_point()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            using var snapshot = RandomHeap(seed, nodes: 2 + (seed % 40), edges: 3 * (seed % 40)).Open();
            using var paths = RootPaths.Compute(snapshot);
            var expected = BellmanFord(snapshot);
            for (var i = 0; i < expected.Length; i++)
            {
                paths.CostOf(new NodeIndex(i)).ShouldBe(expected[i], $"seed {seed}, node {i}");
                if (i > 0) paths.Reaches(new NodeIndex(i)).ShouldBe(expected[i] != int.MaxValue);
            }
        }
    }

    [Fact]
    public void A_long_list_needs_no_stack()
    {
        var heap = new TinyHeap();
        var at = heap.Object("Head");
        heap.Root.Shortcut("list", at);
        for (var i = 0; i < 200_000; i++)
        {
            var next = heap.Object("Node");
            at.Property("next", next);
            at = next;
        }

        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        var path = paths.FindPath(at).ShouldNotBeNull();
        path.Hops.Count.ShouldBe(200_002);
        PathSteps.Collapse(snapshot, path).Select(step => (step.ClassName, step.Repeat))
            .ShouldBe([("(synthetic)", 1), ("Head", 1), ("Node", 200_000)]);
    }

    internal static TinyHeap RandomHeap(int seed, int nodes, int edges)
    {
        var random = new Random(seed);
        var heap = new TinyHeap();
        string[] types = ["object", "closure", "array", "hidden", "code", "synthetic", "native", "object shape"];
        string[] names = ["A", "B", "(Stack roots)", "(GC roots)", "system / Context", "system / Map", "system / NativeContext", ""];
        string[] edgeNames = ["a", "b", "map", "context", "feedback_cell", "current_microtask", "__proto__", "global_object"];
        var all = new List<TinyNode> { heap.Root };
        for (var i = 1; i < nodes; i++)
        {
            all.Add(heap.Node(types[random.Next(types.Length)], names[random.Next(names.Length)], random.Next(100)));
        }

        for (var i = 0; i < edges; i++)
        {
            var (from, to) = (all[random.Next(all.Count)], all[random.Next(all.Count)]);
            var name = edgeNames[random.Next(edgeNames.Length)];
            _ = random.Next(7) switch
            {
                0 => from.Property(name, to),
                1 => from.Internal(name, to),
                2 => from.Context(name, to),
                3 => from.Weak(name, to),
                4 => from.Element(random.Next(20), to),
                5 => from.Hidden(random.Next(20), to),
                _ => from.Shortcut(name, to),
            };
        }

        return heap;
    }

    private static int[] BellmanFord(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var costs = new EdgeCosts(snapshot);
        var best = Enumerable.Repeat(int.MaxValue, graph.NodeCount).ToArray();
        best[0] = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < graph.NodeCount; i++)
            {
                if (best[i] == int.MaxValue) continue;
                var node = new NodeIndex(i);
                foreach (var edge in graph.EdgesOf(node))
                {
                    var hop = costs.Of(edge.Index, node, costs.LeavingOf(node));
                    if (hop == EdgeCosts.Excluded || best[i] + hop >= best[edge.To.Value]) continue;
                    best[edge.To.Value] = best[i] + hop;
                    changed = true;
                }
            }
        }

        return best;
    }

    private static IEnumerable<string> Names(TinyHeap heap, TinyNode target)
    {
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        return [.. paths.FindPath(target)!.Hops.Select(hop => snapshot.Graph.NameOf(hop.Node))];
    }
}
