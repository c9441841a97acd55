using Heapwise.Heap;
using Heapwise.Heap.Facts.Comparison;
using Heapwise.Heap.Facts.Statistics;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Where the bytes are: statistics, native contexts, strings held twice, and what changed between two heaps.</summary>
public sealed class ContentTests
{
    private readonly TinyHeap _heap = new();

    /// <summary><code>root --> Array --elements--> own (array), root --> Array --elements--> shared (array) &lt;-- Other</code></summary>
    [Fact]
    public void Statistics_group_bytes_by_kind()
    {
        var (own, shared) = (_heap.Native("own", 0), _heap.Object("Elements", 500));
        var lonely = _heap.Object("Elements", 70);
        _heap.Root
            .Element(0, _heap.Object("Array", 16).Internal("elements", lonely))
            .Element(1, _heap.Object("Array", 16).Internal("elements", shared));
        _heap.Object("Other", 1_000).Property("s", shared);
        _heap.Native("system / JSArrayBufferData", 2_000);
        _heap.Native("Window", 3_000);
        _heap.Code("code", 4_000);
        _heap.String("text", 5_000);
        _heap.Node("sliced string", "text", 6_000);
        _heap.Node("concatenated string", "text", 7_000);
        _heap.Hidden("system / Map", 8_000);
        _heap.ExtraNativeBytes = 100_000;
        using var snapshot = _heap.Open();

        snapshot.Graph.ShallowSizeOf(own).ShouldBe(0);
        snapshot.Statistics.ShouldBe(new SnapshotStatistics(
            TotalBytes: 136_602,
            NativeBytes: 105_000,
            TypedArrayBytes: 2_000,
            CodeBytes: 4_000,
            StringBytes: 18_000,
            JsArrayBytes: 102,
            SystemBytes: 8_000));
    }

    /// <summary>
    /// <code>
    /// main context --> A --> Both &lt;-- B &lt;-- second context        Alone
    /// </code>
    /// </summary>
    [Fact]
    public void Objects_reached_by_two_native_contexts_are_shared()
    {
        var (main, second) = (_heap.Hidden("system / NativeContext", 1), _heap.Hidden("system / NativeContext / file://", 10));
        var (a, both, b) = (_heap.Object("A", 100), _heap.Object("Both", 1_000), _heap.Object("B", 10_000));
        _heap.Object("Alone", 100_000);
        main.Internal("a", a);
        second.Internal("b", b);
        a.Property("x", both);
        b.Property("x", both);
        using var snapshot = _heap.Open();

        snapshot.NativeContexts.Contexts.Select(context => (context.Name, context.AttributedBytes, context.ShallowBytes))
            .ShouldBe([("system / NativeContext", 101, 1), ("system / NativeContext / file://", 10_010, 10)]);
        (snapshot.NativeContexts.SharedBytes, snapshot.NativeContexts.UnattributedBytes).ShouldBe((1_000, 100_000));
    }

    /// <summary><code>second context --> A --map--> Map --map--> MetaMap --native_context--> main context</code></summary>
    [Fact]
    public void An_object_belongs_to_the_context_of_its_map_whoever_holds_it()
    {
        var (main, second) = (_heap.Hidden("system / NativeContext", 1), _heap.Hidden("system / NativeContext", 10));
        var meta = _heap.Object("MetaMap").Internal("native_context", main);
        var map = _heap.Object("Map").Internal("map", meta);
        second.Internal("a", _heap.Object("A", 100).Internal("map", map));
        using var snapshot = _heap.Open();

        snapshot.NativeContexts.Contexts.Select(context => context.AttributedBytes).ShouldBe([101, 10]);
    }

    [Fact]
    public void Equal_strings_are_grouped_and_joined_strings_count_by_content()
    {
        var (one, two, other) = (_heap.String("ab", 16), _heap.String("ab", 16), _heap.String("b", 16));
        var (first, empty) = (_heap.String("a", 16), _heap.String("", 0));
        var rope = Rope(first, other);
        Rope(one, empty); // already flattened: no duplicate of its own content
        _heap.Node("sliced string", "ab", 16);
        _heap.String("once", 16);
        _heap.String("b", 0);
        using var snapshot = _heap.Open();

        var group = snapshot.DuplicateStrings.ShouldHaveSingleItem();
        group.Value.ShouldBe("ab");
        group.Nodes.Select(node => node.Value).ShouldBe([one.Index, two.Index, rope.Index]);
        (group.ShallowBytes, group.WastedBytes, group.Length).ShouldBe((64, 43, null));
    }

    [Fact]
    public void Cut_strings_must_agree_in_length_and_hash()
    {
        TinyNode[] cut = [Cut(2_000, 7), Cut(2_000, 7), Cut(2_000, 8), Cut(3_000, 7)];
        using var snapshot = _heap.Open();

        var group = snapshot.DuplicateStrings.ShouldHaveSingleItem();
        group.Nodes.Select(node => node.Value).ShouldBe([cut[0].Index, cut[1].Index]);
        group.Length.ShouldBe(2_000);

        TinyNode Cut(int length, int hash) => _heap.String("same beginning", 16)
            .Internal("truncated", Number("bool", "true"))
            .Internal("length", Number("int", length.ToString()))
            .Internal("hash", Number("int", hash.ToString()));
        TinyNode Number(string kind, string value) => _heap.Node("number", kind).Internal("value", _heap.String(value));
    }

    /// <summary>No heap of V8's has such a string, but a damaged file may: the name ends all the same.</summary>
    [Fact]
    public void A_joined_string_that_contains_itself_terminates()
    {
        var rope = _heap.Node("concatenated string", "(concatenated string)", 16);
        rope.Internal("first", rope).Internal("second", rope);
        _heap.Root.Element(0, rope);
        using var snapshot = _heap.Open();

        snapshot.DisplayNameOf(rope).Length.ShouldBeLessThan(4_096);
        snapshot.DuplicateStrings.ShouldBeEmpty();
    }

    /// <summary>
    /// <code>
    /// before: Kept @3, Gone @5, Grown @7 (8 bytes)
    /// after:  Kept @3,          Grown @7 (80 bytes), Kept @9, New @11
    /// </code>
    /// </summary>
    [Fact]
    public void Comparison_goes_by_id_and_not_by_size()
    {
        var after = new TinyHeap();
        _heap.Node("object", "Kept", 10, id: 3);
        _heap.Node("object", "Gone", 20, id: 5);
        _heap.Node("object", "Grown", 8, id: 7);
        after.Node("object", "Kept", 10, id: 3);
        after.Node("object", "Grown", 80, id: 7);
        after.Node("object", "Kept", 11, id: 9);
        after.Node("object", "New", 5, id: 11);
        using var first = _heap.Open();
        using var second = after.Open();

        HeapSnapshot.Compare(first, second).ShouldBe([
            new ClassChange("Kept", ",Kept", Added: 1, Removed: 0, AddedBytes: 11, RemovedBytes: 0),
            new ClassChange("New", ",New", Added: 1, Removed: 0, AddedBytes: 5, RemovedBytes: 0),
            new ClassChange("Gone", ",Gone", Added: 0, Removed: 1, AddedBytes: 0, RemovedBytes: 20),
        ]);
    }

    [Fact]
    public void Comparison_names_the_earlier_objects_by_the_later_interfaces()
    {
        var after = new TinyHeap();
        _heap.Object("Object", 8).Property("id", _heap.Root);
        for (var i = 0; i < 3; i++) after.Object("Object", 8).Property("id", after.Root);
        using var first = _heap.Open();
        using var second = after.Open();

        var added = new ClassChange("{id}", ",{id}", Added: 2, Removed: 0, AddedBytes: 16, RemovedBytes: 0);
        HeapSnapshot.Compare(first, second).ShouldBe([added]);
    }

    [Fact]
    public void The_position_of_a_closure_includes_the_path_of_its_script()
    {
        var script = _heap.Script(7, "/app/server.js");
        var handler = script.Function("handler", 9, 3);
        var store = _heap.Object("Store", 8).At(7, 0, 0);
        var foreign = _heap.Object("Foreign", 8).At(8, 0, 0);
        using var snapshot = _heap.Open();

        snapshot.PositionOf(handler)!.ToString().ShouldBe("/app/server.js:10:4"); // it has one
        snapshot.PositionOf(handler)!.Function.ShouldBe("handler"); // it has one
        snapshot.PositionOf(store)!.ToString().ShouldBe("/app/server.js:1:1"); // it has one
        snapshot.PositionOf(foreign).ShouldBeNull();
    }

    private TinyNode Rope(TinyNode first, TinyNode second) =>
        _heap.Node("concatenated string", "(concatenated string)", 32).Internal("first", first).Internal("second", second);
}
