using Heapwise.Analysis.Allocations;
using Heapwise.Heap;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class AllocationTests
{
    private const string App = "/app/app.js";

    // (root) ─ tick ─┬─ work (app.js:5) 100 ─┬─ push (built-in) 20
    //                │                       └─ inspect (node:util) 30 ─ work 7
    //                └─ work 3
    private static readonly AllocationProfile Profile = new(
    [
        Root(0),
        Frame(0, "tick", "node:internal/timers", 9, 0),
        Frame(1, "work", App, 5, 100),
        Frame(2, "push", "", 0, 20),
        Frame(2, "inspect", "node:util", 8, 30),
        Frame(4, "work", App, 5, 7),
        Frame(1, "work", App, 5, 3),
    ]);

    [Fact]
    public void Totals_include_all_children()
    {
        Profile.TotalBytes.ShouldBe(160);
        Profile.TotalBytesOf(2).ShouldBe(157);
        Profile.TotalBytesOf(4).ShouldBe(37);
        Profile.TotalCount.ShouldBe(5);
    }

    [Fact]
    public void A_function_is_one_site_for_all_callers_and_recursion_counts_once()
    {
        var site = AllocationSites.From(Profile)[0];
        site.Frame.Function.ShouldBe("work");
        site.SelfBytes.ShouldBe(110);
        site.TotalBytes.ShouldBe(160); // 157 + 3: the inner call is inside the first
        site.Count.ShouldBe(3);
    }

    [Fact]
    public void Functions_of_one_name_at_two_locations_are_two_sites()
    {
        var profile = new AllocationProfile([Root(0), Frame(0, "", App, 5, 1), Frame(0, "", App, 6, 2), Frame(0, "", "/app/b.js", 5, 3)]);
        AllocationSites.From(profile).Select(site => site.SelfBytes).ShouldBe([3, 2, 1]);
        AllocationSites.From(profile)[0].Frame.Name.ShouldBe("(anonymous)");
    }

    [Fact]
    public void Functions_that_allocate_nothing_themselves_are_not_sites() =>
        AllocationSites.From(Profile).Select(site => site.Frame.Function).ShouldBe(["work", "inspect", "push"]);

    [Fact]
    public void Built_in_functions_count_for_their_caller() =>
        AllocationSites.From(Profile.AttributedToScripts())
            .Select(site => (site.Frame.Function, site.SelfBytes))
            .ShouldBe([("work", 130), ("inspect", 30)]);

    [Fact]
    public void Allocations_of_the_runtime_count_for_the_application_code_that_called_it()
    {
        AllocationSites.From(Profile.AttributedToApplication())
            .Select(site => (site.Frame.Function, site.SelfBytes))
            .ShouldBe([("work", 160)]);
        Profile.AttributedToApplication().TotalBytes.ShouldBe(Profile.TotalBytes);
    }

    [Fact]
    public void Allocations_without_an_application_caller_stay_where_they_are()
    {
        var profile = new AllocationProfile(
            [Root(4), Frame(0, "tick", "node:internal/timers", 9, 5), Frame(1, "lib", "/app/node_modules/x/i.js", 1, 6)]);
        AllocationSites.From(profile.AttributedToApplication()).Select(site => site.SelfBytes).ShouldBe([6, 5, 4]);
    }

    [Fact]
    public void A_child_before_its_parent_is_refused() =>
        Should.Throw<ArgumentException>(() => new AllocationProfile([Root(0), Frame(2, "a", "", 0, 0), Frame(0, "b", "", 0, 0)]));

    [Fact]
    public void A_tree_as_deep_as_it_is_large_is_supported()
    {
        var frames = Enumerable.Range(0, 2_000).Select(i => Frame(i - 1, i == 0 ? "(root)" : "again", App, 1, 1)).ToList();
        var site = AllocationSites.From(new AllocationProfile(frames)).Single(site => site.Frame.Function == "again");
        (site.SelfBytes, site.TotalBytes).ShouldBe((1_999, 1_999));
    }

    [Fact]
    public void Folded_stacks_are_the_outermost_function_first() => FoldedStacks.Write(Profile).ShouldBe(
        """
        tick [node:internal/timers:9:1];work [/app/app.js:5:1] 100
        tick [node:internal/timers:9:1];work [/app/app.js:5:1];push 20
        tick [node:internal/timers:9:1];work [/app/app.js:5:1];inspect [node:util:8:1] 30
        tick [node:internal/timers:9:1];work [/app/app.js:5:1];inspect [node:util:8:1];work [/app/app.js:5:1] 7
        tick [node:internal/timers:9:1];work [/app/app.js:5:1] 3

        """);

    [Fact]
    public void Names_cannot_break_a_folded_line() =>
        FoldedStacks.Write(new AllocationProfile([Root(1), Frame(0, "a;b\n\u001b[31m 5", "", 0, 2)]))
            .ShouldBe("(root) 1\na,b??[31m 5 2\n");

    // Calls of the trace tree as TinyHeapWriter writes it: 1 root ─┬─ 2 (function 1)
    //                                                              └─ 3 (function 0) ─ 4 (function 1)
    // Ids up to 11 were there before.
    [Fact]
    public void Survivors_are_counted_by_the_call_that_made_them()
    {
        var heap = new TinyHeap(TinyLayout.Node24Tracked);
        Add(heap, "old", 11, 1_000, 0);
        Add(heap, "new", 13, 100, 2);
        Add(heap, "new", 15, 20, 4);
        Add(heap, "untraced", 17, 5, 0);
        Add(heap, "native", 900, 7_000, 0); // the embedder's: its id says nothing
        using var snapshot = Open(heap);
        var survivors = TracedSurvivors.FindIn(snapshot)!;
        (survivors.NewBytes, survivors.NewObjects).ShouldBe((125, 3));
        survivors.Profile.TotalBytes.ShouldBe(120);
        survivors.Profile.Frames
            .Select(frame => (frame.Parent, frame.SelfBytes, frame.SelfCount))
            .ShouldBe([(-1, 0, 0), (0, 100, 1), (0, 0, 0), (2, 20, 1)]);
        var site = AllocationSites.From(survivors.Profile)[0];
        (site.SelfBytes, site.Frame.Line, site.Frame.Column).ShouldBe((120, 10, 4));
    }

    [Fact]
    public void A_boundary_recorded_live_wins_over_the_file()
    {
        var heap = new TinyHeap(TinyLayout.Node24Tracked);
        Add(heap, "a", 13, 100, 0);
        Add(heap, "b", 15, 20, 0);
        using var snapshot = Open(heap);
        TracedSurvivors.FindIn(snapshot, lastIdBefore: 13)!.NewBytes.ShouldBe(20);
    }

    [Fact]
    public void A_snapshot_without_tracking_has_no_survivors()
    {
        using var snapshot = Open(new TinyHeap(TinyLayout.Node24));
        TracedSurvivors.FindIn(snapshot).ShouldBeNull();
    }

    private static void Add(TinyHeap heap, string name, long id, long size, int call)
    {
        var node = heap.Node("object", name, size, id);
        node.TraceNodeId = call;
        heap.Root.Property(name, node);
    }

    private static HeapSnapshot Open(TinyHeap heap)
    {
        using var stream = new MemoryStream(heap.ToJson());
        return HeapSnapshot.Read(stream, "tiny.heaptimeline", new HeapOpenOptions { Complete = false, KeepTraces = true });
    }

    private static AllocationFrame Root(long bytes) => Frame(-1, "(root)", "", 0, bytes);

    private static AllocationFrame Frame(int parent, string function, string file, int line, long bytes) =>
        new(parent, function, file, line, line == 0 ? 0 : 1, bytes, bytes == 0 ? 0 : 1);
}
