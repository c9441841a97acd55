using System.Text;
using Heapwise.Heap;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

public sealed class TraceTests
{
    public static TheoryData<TinyLayout> Tracked =>
        [TinyLayout.Node20Tracked, TinyLayout.Node24Tracked, TinyLayout.Node20Tracked with { Style = TinyStyle.Indented }];

    [Theory]
    [MemberData(nameof(Tracked))]
    public void The_tree_its_functions_and_the_call_of_each_node_are_kept_on_request(TinyLayout layout)
    {
        var heap = new TinyHeap(layout);
        heap.Root.Property("a", heap.Object("A"));
        heap.Nodes[1].TraceNodeId = 4;
        using var snapshot = Open(heap.ToDocument());
        var traces = snapshot.Graph.Traces!;
        traces.Calls.ShouldBe([new(-1, 0, 0, 0), new(0, 1, 5, 320), new(0, 0, 1, 16), new(2, 1, 0, 0)]);
        traces.Functions.ShouldBe([new TraceFunction("<dummy>", "<dummy>", 0, 0), new TraceFunction("<dummy>", "<dummy>", 10, 4)]);
        traces.LastIdBefore.ShouldBe(11);
        traces.CallOf(new NodeIndex(0)).ShouldBe(-1);
        traces.CallOf(new NodeIndex(1)).ShouldBe(3);
    }

    [Fact]
    public void Traces_cost_nothing_unless_requested()
    {
        using var snapshot = new TinyHeap(TinyLayout.Node24Tracked).Open();
        snapshot.Graph.Traces.ShouldBeNull();
    }

    [Theory]
    [InlineData(18)]
    [InlineData(24)]
    public void A_file_without_tracking_has_an_empty_tree(int major)
    {
        using var snapshot = Open(new TinyHeap(major == 18 ? TinyLayout.Node18 : TinyLayout.Node24).ToDocument());
        snapshot.Graph.Traces!.Calls.ShouldBeEmpty();
        snapshot.Graph.Traces.CallOf(new NodeIndex(0)).ShouldBe(-1);
        snapshot.Graph.Traces.LastIdBefore.ShouldBeNull();
    }

    [Fact]
    public void Deep_recursion_of_the_program_does_not_recurse_in_the_reader()
    {
        const int Depth = 200_000;
        var tree = new StringBuilder("[1,0,0,0,[");
        for (var i = 2; i <= Depth; i++) tree.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},1,1,8,[");
        var document = new TinyHeap(TinyLayout.Node24Tracked).ToDocument();
        document["trace_tree"] = tree.Append(']', Depth + 1).ToString();
        using var snapshot = Open(document);
        snapshot.Graph.Traces!.Calls.Count.ShouldBe(Depth);
        snapshot.Graph.Traces.Calls[^1].Parent.ShouldBe(Depth - 2);
    }

    [Theory]
    [InlineData("trace_tree", "[1,0,0,[]]")]
    [InlineData("trace_tree", "[1,0,0,0,0,[]]")]
    [InlineData("trace_tree", "[1,0,0,0]")]
    [InlineData("trace_tree", "[1,0,-1,0,[]]")]
    [InlineData("trace_tree", "[1,7,0,0,[]]")]
    [InlineData("trace_tree", "[1,0,0,0,[\"a\"]]")]
    [InlineData("trace_tree", "{}")]
    [InlineData("trace_function_infos", "[0,0,0,0,0]")]
    [InlineData("trace_function_infos", "[0,99,0,0,0,0,1,0,0,0,0,0]")]
    [InlineData("trace_function_infos", "[[0]]")]
    [InlineData("samples", "[1.5,2]")]
    public void Content_that_allocation_tracking_never_writes_is_refused_with_its_section(string section, string text)
    {
        var document = new TinyHeap(TinyLayout.Node24Tracked).ToDocument();
        document[section] = text;
        Should.Throw<SnapshotFormatException>(() => Open(document)).Section.ShouldBe(section);
    }

    [Fact]
    public void A_repeated_section_is_refused()
    {
        var document = new TinyHeap(TinyLayout.Node24Tracked).ToDocument();
        document.Add("trace_tree", "[]");
        Should.Throw<SnapshotFormatException>(() => Open(document)).Problem.ShouldContain("twice");
    }

    private static HeapSnapshot Open(TinyDocument document)
    {
        using var stream = new MemoryStream(document.ToBytes());
        var options = new HeapOpenOptions { Complete = false, KeepTraces = true, BlockBytes = 300 };
        return HeapSnapshot.Read(stream, "tiny.heaptimeline", options);
    }
}
