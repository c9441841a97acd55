using Heapwise.Server.Requests;
using Heapwise.Server.Rows;
using Heapwise.Server.Snapshots;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

/// <summary>
/// <code>
/// root -> a -> target -> leaf
///         b ----^
///         (b also -> a)
/// </code>
/// </summary>
public sealed class CutHeapTests : IDisposable
{
    private readonly TinyHeap _tiny = new();
    private readonly TinyNode _a, _b, _target, _leaf;
    private readonly OpenHeap _heap;

    public CutHeapTests()
    {
        _leaf = _tiny.Object("Leaf", 8);
        _target = _tiny.Object("Target", 16).Property("leaf", _leaf);
        _a = _tiny.Object("A", 24).Property("first", _target);
        _b = _tiny.Object("B", 32).Property("other", _a).Property("second", _target);
        _tiny.Root.Shortcut("a", _a).Shortcut("b", _b);
        _heap = new OpenHeap(_tiny.Open(), TimeSpan.Zero);
    }

    [Fact]
    public void Without_cuts_there_is_nothing_to_compute() => CutHeap.Find(_heap, "").ShouldBeNull();

    [Fact]
    public void A_cut_object_leaves_the_other_way()
    {
        var cut = CutHeap.Find(_heap, $"n{_a.Id}").ShouldNotBeNull();
        cut.Reaches(_a).ShouldBeFalse();
        cut.DistanceOf(_target).ShouldBe(2);
        cut.PathTo(_target).Select(_heap.Snapshot.Graph.NameOf).ShouldBe(["b", "second"]);
    }

    [Fact]
    public void A_cut_edge_leaves_its_object()
    {
        var cut = CutHeap.Find(_heap, $"e{_b.Id}:1").ShouldNotBeNull();
        cut.Reaches(_b).ShouldBeTrue();
        cut.PathTo(_target).Select(_heap.Snapshot.Graph.NameOf).ShouldBe(["a", "first"]);
    }

    [Fact]
    public void With_all_ways_cut_nothing_below_is_reached()
    {
        var cut = CutHeap.Find(_heap, $"n{_a.Id},e{_b.Id}:1").ShouldNotBeNull();
        cut.Reaches(_target).ShouldBeFalse();
        cut.DistanceOf(_leaf).ShouldBeNull();
        HeapPaths.Find(_heap, _target, 5, cut).Paths.ShouldBeEmpty();
    }

    [Fact]
    public void Retainers_say_what_is_cut_and_list_it_last()
    {
        var cut = CutHeap.Find(_heap, $"n{_a.Id}");
        var rows = EdgeLists.ReadRetainers(_heap, _target, cut, hidesInternals: false, new RowQuery()).Rows;
        rows.Select(row => (row.Id, row.IsCut, row.IsReachable)).ShouldBe([(_b.Id, false, true), (_a.Id, true, false)]);
    }

    [Theory]
    [InlineData("n999")]
    [InlineData("e3:99")]
    [InlineData("x3")]
    [InlineData("n")]
    [InlineData("e3:-1")]
    public void What_cannot_be_cut_is_refused(string cut) =>
        Should.Throw<RequestRefusedException>(() => CutHeap.Find(_heap, cut)).Status.ShouldBe(404);

    [Fact]
    public void An_entry_of_a_WeakMap_ends_with_its_key_or_its_table()
    {
        const string Pair = "1 / part of key (Key @5) -> value (Value @7) pair in WeakMap (table @9)";
        var tiny = new TinyHeap();
        var value = tiny.Object("Value", 8);
        var key = tiny.Object("Key", 8).Internal(Pair, value);
        var table = tiny.Array("table", 8).Internal(Pair, value);
        tiny.Root.Shortcut("key", key).Shortcut("table", table);
        using var heap = new OpenHeap(tiny.Open(), TimeSpan.Zero);
        CutHeap.Find(heap, $"e{table.Id}:0")!.Reaches(value).ShouldBeFalse();
        CutHeap.Find(heap, $"n{key.Id}")!.Reaches(value).ShouldBeFalse();
    }

    public void Dispose() => _heap.Dispose();
}
