using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Parts give their size to the one node that owns them; and what the DOM state says of embedder nodes.</summary>
public sealed class ShallowSizeTests
{
    private readonly TinyHeap _heap = new();

    /// <summary><code>root --> Map --table--> (array) --> hidden --> (array), Map --> String</code></summary>
    [Fact]
    public void Parts_of_parts_go_to_their_one_owner()
    {
        var map = _heap.Object("Map", 16);
        var (table, entry) = (_heap.Array("", 100), _heap.Hidden("system / Entry", 20));
        var (inner, text) = (_heap.Array("", 3), _heap.String("text", 50));
        _heap.Root.Element(0, map);
        map.Internal("table", table).Property("text", text);
        table.Internal("1", entry);
        entry.Internal("x", inner);

        SizesOf(map, table, entry, inner, text).ShouldBe([139, 0, 0, 0, 50]);
    }

    /// <summary><code>root --> A --> shared array --> inner array &lt;-- shared only; root --> B --> shared</code></summary>
    [Fact]
    public void A_part_with_two_owners_keeps_its_size_and_so_do_its_parts()
    {
        var (a, b, shared, inner) = (_heap.Object("A", 1), _heap.Object("B", 1), _heap.Array("", 100), _heap.Array("", 10));
        _heap.Root.Element(0, a).Element(1, b);
        a.Internal("s", shared);
        b.Internal("s", shared);
        shared.Internal("i", inner);

        SizesOf(a, b, shared, inner).ShouldBe([1, 1, 100, 10]);
    }

    /// <summary><code>root --> A --> array &lt;--weak-- B; root --> (GC roots) --> other array</code></summary>
    [Fact]
    public void Weak_edges_do_not_own_and_synthetic_nodes_take_nothing()
    {
        var (a, b) = (_heap.Object("A", 1), _heap.Object("B", 1));
        var (part, rooted, roots) = (_heap.Array("", 100), _heap.Array("", 10), _heap.Synthetic("(GC roots)"));
        _heap.Root.Element(0, a).Element(1, b).Element(2, roots);
        a.Internal("p", part);
        b.Weak("p", part);
        roots.Element(0, rooted);

        SizesOf(a, b, part, rooted, roots).ShouldBe([101, 1, 0, 10, 0]);
    }

    /// <summary><code>root --> (GC roots) --> A --> array</code></summary>
    [Fact]
    public void Without_a_program_root_nothing_moves()
    {
        var (roots, a, part) = (_heap.Synthetic("(GC roots)"), _heap.Object("A", 1), _heap.Array("", 100));
        _heap.Root.Element(0, roots);
        roots.Element(0, a);
        a.Internal("p", part);

        SizesOf(a, part).ShouldBe([1, 100]);
    }

    /// <summary>
    /// <code>
    /// root --> String --> native "system / ExternalStringData"
    /// root --> Buffer --> native "system / JSArrayBufferData"
    /// </code>
    /// </summary>
    [Fact]
    public void Bytes_of_external_strings_go_to_the_string_and_those_of_buffers_stay()
    {
        var (text, data) = (_heap.String("text", 32), _heap.Native("system / ExternalStringData", 2_000_000));
        var (buffer, bytes) = (_heap.Object("ArrayBuffer", 88), _heap.Native("system / JSArrayBufferData", 65_536));
        _heap.Root.Element(0, text).Element(1, buffer);
        text.Internal("external", data);
        buffer.Internal("backing_store", bytes);

        SizesOf(text, data, buffer, bytes).ShouldBe([2_000_032, 0, 88, 65_536]);
    }

    /// <summary>
    /// <code>
    /// &lt;div> (attached) --> &lt;p> --> &lt;i> (detached) --> &lt;b>
    ///                      \--hidden--> &lt;u>        \--weak--> &lt;s>
    /// </code>
    /// </summary>
    [Fact]
    public void Detached_nodes_are_marked_and_propagate_their_state()
    {
        var (div, p) = (_heap.Native("<div>", 8, detachedness: 1), _heap.Native("<p>", 8));
        var (i, b) = (_heap.Native("<i>", 8, detachedness: 2), _heap.Native("<b>", 8));
        var (u, s) = (_heap.Native("<u>", 8), _heap.Native("<s>", 8));
        _heap.Root.Element(0, div);
        div.Element(0, p).Hidden(1, u);
        p.Element(0, i);
        i.Element(0, b).Weak("s", s);

        NamesOf(div, p, i, b, u, s).ShouldBe(["<div>", "<p>", "Detached <i>", "Detached <b>", "<u>", "<s>"]);
    }

    /// <summary><code>&lt;i> (detached) --> JS object --> &lt;b>; &lt;div> (attached) --> &lt;p> &lt;-- &lt;i></code></summary>
    [Fact]
    public void State_does_not_propagate_through_program_objects_and_attached_wins()
    {
        var (i, wrapper, b) = (_heap.Native("<i>", 8, detachedness: 2), _heap.Object("Wrapper", 8), _heap.Native("<b>", 8));
        var (div, p) = (_heap.Native("<div>", 8, detachedness: 1), _heap.Native("<p>", 8));
        i.Element(0, wrapper).Element(1, p);
        wrapper.Property("b", b);
        div.Element(0, p);

        NamesOf(i, wrapper, b, p).ShouldBe(["Detached <i>", "Wrapper", "<b>", "<p>"]);
    }

    [Fact]
    public void A_layout_without_the_field_knows_no_detached_nodes()
    {
        _heap.Layout = TinyLayout.Node14;
        var div = _heap.Native("<div>", 8, detachedness: 2);

        NamesOf(div).ShouldBe(["<div>"]);
    }

    private long[] SizesOf(params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        return Array.ConvertAll(nodes, node => snapshot.Graph.ShallowSizeOf(node));
    }

    private string[] NamesOf(params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        return Array.ConvertAll(nodes, node => snapshot.Graph.NameOf(node));
    }
}
