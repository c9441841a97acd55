using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Who keeps whom alive, on graphs small enough to see.</summary>
public sealed class DominatorTests
{
    private readonly TinyHeap _heap = new();
    private readonly TinyNode _roots;

    public DominatorTests()
    {
        _roots = _heap.Synthetic("(GC roots)");
        _heap.Root.Element(1, _roots);
    }

    /// <summary>
    /// <code>
    /// roots --> A --> B --\
    ///            \--> C --> D --> E
    /// </code>
    /// </summary>
    [Fact]
    public void A_node_reached_by_two_paths_belongs_to_the_node_where_they_split()
    {
        var (a, b, c, d, e) = (Node("A", 1), Node("B", 10), Node("C", 100), Node("D", 1_000), Node("E", 10_000));
        _roots.Element(0, a);
        a.Property("b", b).Property("c", c);
        b.Property("d", d);
        c.Property("d", d);
        d.Property("e", e);

        DominatorsOf(b, c, d, e).ShouldBe([a, a, a, d]);
        RetainedBy(a, b, c, d, e).ShouldBe([11_111, 10, 100, 11_000, 10_000]);
    }

    /// <summary><code>roots --> A --> B, roots --weak--> B, roots --> C --shortcut--> B</code></summary>
    [Fact]
    public void Weak_edges_and_shortcuts_retain_nothing()
    {
        var (a, b, c) = (Node("A", 1), Node("B", 10), Node("C", 100));
        _roots.Element(0, a).Weak("w", b).Element(1, c);
        a.Property("b", b);
        c.Shortcut("b", b);

        DominatorsOf(b).ShouldBe([a]);
        RetainedBy(a).ShouldBe([11]);
    }

    /// <summary><code>root --shortcut--> A --> B --> A, A --> A (twice)</code></summary>
    [Fact]
    public void Shortcuts_of_the_root_count_and_self_loops_are_harmless()
    {
        var (a, b) = (Node("A", 1), Node("B", 10));
        _heap.Root.Shortcut("global", a);
        a.Property("b", b).Property("self", a).Property("self", a);
        b.Property("a", a).Property("a", a);

        DominatorsOf(a, b).ShouldBe([_heap.Root, a]);
        RetainedBy(_heap.Root, a, b).ShouldBe([11, 11, 10]);
    }

    /// <summary>
    /// A WeakMap's value hangs on its key alone, although the table has an edge to it:
    /// <code>
    /// roots --> Key --pair--> Value
    /// roots --> WeakMap --> table --pair--> Value
    /// </code>
    /// </summary>
    [Fact]
    public void A_weak_map_value_belongs_to_its_key()
    {
        var (key, map, table, value) = (Node("Key", 1), Node("WeakMap", 10), _heap.Array("", 100), Node("Value", 1_000));
        var pair = $"/ part of key (Key @{key.Id}) -> value (Value @{value.Id}) pair in WeakMap (table @{table.Id})";
        _roots.Element(0, key).Element(1, map);
        map.Internal("table", table);
        key.Internal("1 " + pair, value);
        table.Internal("2 " + pair, value);

        DominatorsOf(value, table).ShouldBe([key, map]);
        RetainedBy(key, map).ShouldBe([1_001, 110]);
    }

    /// <summary>
    /// What the page reaches is not the debugger's, although that holds it as well:
    /// <code>
    /// root --shortcut--> Window --> A
    /// roots --> Debugger --> A
    /// </code>
    /// </summary>
    [Fact]
    public void Nodes_of_the_page_are_not_held_from_outside()
    {
        var (window, debugger, a) = (Node("Window", 1), Node("Debugger", 10), Node("A", 100));
        _heap.Root.Shortcut("global", window);
        window.Property("a", a);
        _roots.Element(0, debugger);
        debugger.Property("a", a);

        DominatorsOf(a).ShouldBe([window]);
        RetainedBy(window, debugger).ShouldBe([101, 10]);
    }

    /// <summary>
    /// <code>
    /// roots --> A      Orphan --> B --> A      X &lt;--> Y --> C
    ///                  (nothing reaches Orphan, X and Y; C is only in Y's hands)
    /// </code>
    /// </summary>
    [Fact]
    public void Unreachable_nodes_belong_to_the_root()
    {
        var (a, orphan, b) = (Node("A", 1), Node("Orphan", 10), Node("B", 100));
        var (x, y, c) = (Node("X", 1_000), Node("Y", 10_000), Node("C", 100_000));
        _roots.Element(0, a);
        orphan.Property("b", b);
        b.Property("a", a);
        x.Property("y", y);
        y.Property("x", x).Property("c", c);

        DominatorsOf(orphan, b, x, y, c).ShouldBe([_heap.Root, orphan, _heap.Root, _heap.Root, _heap.Root]);
        DominatorsOf(a).ShouldBe([_heap.Root], "the orphan holds it, too");
        RetainedBy(_heap.Root, orphan, x, y, c).ShouldBe([111_111, 110, 1_000, 10_000, 100_000]);
    }

    /// <summary><code>roots --> A      X &lt;--> Y --> A</code></summary>
    [Fact]
    public void An_unreachable_cycle_holds_no_live_object()
    {
        var (a, x, y) = (Node("A", 1), Node("X", 10), Node("Y", 100));
        _roots.Element(0, a);
        x.Property("y", y);
        y.Property("x", x).Property("a", a);

        DominatorsOf(a).ShouldBe([_roots]);
    }

    private TinyNode Node(string name, long size) => _heap.Object(name, size);

    private TinyNode[] DominatorsOf(params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        return Array.ConvertAll(nodes, node => _heap.Nodes[snapshot.Dominators.ImmediateDominatorOf(node).Value]);
    }

    private long[] RetainedBy(params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        return Array.ConvertAll(nodes, node => snapshot.Dominators.RetainedSizeOf(node));
    }
}
