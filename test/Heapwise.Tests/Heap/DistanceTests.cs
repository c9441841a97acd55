using Heapwise.Heap.Facts.Reachability;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>How far a node is from the roots.</summary>
public sealed class DistanceTests
{
    private readonly TinyHeap _heap = new();

    /// <summary>
    /// <code>
    /// root --shortcut--> global --> A --> B
    /// root --> (GC roots) --> System --> B, System --> C
    /// Lost
    /// </code>
    /// </summary>
    [Fact]
    public void Roots_of_the_program_come_first_and_system_roots_far_behind()
    {
        var (roots, global, a, b) = (_heap.Synthetic("(GC roots)"), _heap.Object("global"), _heap.Object("A"), _heap.Object("B"));
        var (system, c, lost) = (_heap.Hidden("system / Thing"), _heap.Object("C"), _heap.Object("Lost"));
        _heap.Root.Shortcut("global", global).Element(1, roots);
        global.Property("a", a);
        a.Property("b", b);
        roots.Element(0, system);
        system.Internal("b", b).Internal("c", c);

        Of(global, a, b).ShouldBe([1, 2, 3]);
        Of(_heap.Root, roots, system, c).ShouldBe(Enumerable.Range(Distances.SystemBase, 4));
        Of(lost).ShouldBe([Distances.Unreached]);
    }

    /// <summary><code>root --> (GC roots) --> A</code></summary>
    [Fact]
    public void Without_a_program_root_the_root_is_at_distance_zero()
    {
        var (roots, a) = (_heap.Synthetic("(GC roots)"), _heap.Object("A"));
        _heap.Root.Element(1, roots);
        roots.Element(0, a);

        Of(_heap.Root, roots, a).ShouldBe([0, 1, 2]);
    }

    /// <summary><code>root --> global --weak--> A, global --> B --> A</code></summary>
    [Fact]
    public void Weak_edges_are_not_followed()
    {
        var (global, a, b) = (_heap.Object("global"), _heap.Object("A"), _heap.Object("B"));
        _heap.Root.Shortcut("global", global);
        global.Weak("a", a).Property("b", b);
        b.Property("a", a);

        Of(a).ShouldBe([3]);
    }

    /// <summary>
    /// Of a WeakMap's two edges to a value the later one counts, be it the key's or the table's:
    /// <code>
    /// root --> global --> table ----pair---------> Value
    ///                 \-> A --> Key ----pair-----> Value
    /// </code>
    /// </summary>
    [Fact]
    public void A_weak_map_value_follows_the_farther_of_key_and_table()
    {
        var (global, table, a) = (_heap.Object("global"), _heap.Array(""), _heap.Object("A"));
        var (key, value) = (_heap.Object("Key"), _heap.Object("Value"));
        var pair = $"/ part of key (Key @{key.Id}) -> value (Value @{value.Id}) pair in WeakMap (table @{table.Id})";
        _heap.Root.Shortcut("global", global);
        global.Internal("table", table).Property("a", a);
        table.Internal("5 " + pair, value);
        a.Property("key", key);
        key.Internal("6 " + pair, value);

        Of(table, key, value).ShouldBe([2, 3, 4]);
    }

    /// <summary><code>root --> (map descriptors) --0..7--> one node each, all reached again through B at 3</code></summary>
    [Fact]
    public void Values_are_not_reached_through_map_descriptors()
    {
        var (descriptors, b) = (_heap.Array("(map descriptors)"), _heap.Object("B"));
        _heap.Root.Element(0, descriptors).Element(1, b);
        var values = Enumerable.Range(0, 8).Select(i => _heap.Object("V" + i)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (i % 2 == 0) descriptors.Internal(i.ToString(), values[i]);
            else descriptors.Hidden(i, values[i]);
        }

        var far = _heap.Object("Far");
        b.Property("far", far);
        foreach (var value in values) far.Property("v", value);

        Of(values).ShouldBe([2, 2, 2, 2, 3, 2, 2, 3]);
    }

    /// <summary><code>root --> NativeContext --sloppy_function_map--> Map, root --> A --> B --> Map</code></summary>
    [Fact]
    public void The_map_of_sloppy_functions_is_not_followed()
    {
        var (context, map) = (_heap.Hidden("system / NativeContext"), _heap.Hidden("system / Map"));
        var (a, b) = (_heap.Object("A"), _heap.Object("B"));
        _heap.Root.Element(0, context).Element(1, a);
        context.Internal("sloppy_function_map", map);
        a.Property("b", b);
        b.Internal("map", map);

        Of(map).ShouldBe([3]);
    }

    private int[] Of(params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        return Array.ConvertAll(nodes, node => snapshot.Distances.Of(node));
    }
}
