using System.Diagnostics;
using System.Globalization;
using Heapwise.Heap;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap.Damage;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Runs alone: these tests look at the memory and time of the whole process.</summary>
[CollectionDefinition(nameof(LargeInputs), DisableParallelization = true)]
public sealed class LargeInputs;

/// <summary>Depth that would break recursion, length that would break anything quadratic, and heads that claim the impossible.</summary>
[Collection(nameof(LargeInputs))]
public sealed class LargeInputTests
{
    private const int ListLength = 10_000_000;
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(100);

    [Fact]
    public void A_list_of_ten_million_nodes_can_be_opened()
    {
        var clock = Stopwatch.StartNew();
        using var stream = new ListStream(ListLength);
        using var snapshot = HeapSnapshot.Read(stream, "list.heapsnapshot");
        clock.Elapsed.ShouldBeLessThan(LongestOpening);

        foreach (var at in (int[])[1, 2, 1_000, ListLength / 2, ListLength])
        {
            var node = new NodeIndex(at);
            snapshot.Distances.Of(node).ShouldBe(at);
            snapshot.Dominators.ImmediateDominatorOf(node).Value.ShouldBe(at - 1);
            snapshot.Dominators.RetainedSizeOf(node).ShouldBe((ListLength - at + 1L) * ListStream.NodeBytes);
        }

        var list = snapshot.Classes.All.ShouldHaveSingleItem();
        (list.Count, list.RetainedBytes).ShouldBe((ListLength, (long)ListLength * ListStream.NodeBytes));
        snapshot.DuplicateStrings.ShouldBeEmpty();
        snapshot.NativeContexts.UnattributedBytes.ShouldBe((long)ListLength * ListStream.NodeBytes);
    }

    /// <summary><code>root --> A --> part --> part --> … 200,000 deep; "x" with "y" appended 200,000 times</code></summary>
    [Fact]
    public void Deep_parts_and_deep_ropes_need_no_stack()
    {
        const int depth = 200_000;
        var heap = new TinyHeap();
        var owner = heap.Object("A", 1);
        heap.Root.Element(0, owner);
        var last = owner;
        for (var i = 0; i < depth; i++)
        {
            var part = heap.Array("", 1);
            last.Internal("part", part);
            last = part;
        }

        var (rope, letter) = (heap.String("x", 8), heap.String("y", 8));
        for (var i = 0; i < depth; i++) rope = heap.Node("concatenated string", "", 8).Internal("first", rope).Internal("second", letter);
        using var snapshot = heap.Open();

        snapshot.Graph.ShallowSizeOf(owner).ShouldBe(depth + 1);
        snapshot.DisplayNameOf(rope).ShouldBe("x" + new string('y', 1_023));
        var duplicate = snapshot.DuplicateStrings.ShouldHaveSingleItem();
        duplicate.Count.ShouldBe(depth - 1_022, "all ropes of 1024 characters and more show the same text");
    }

    /// <summary>The counts are compared with the file, never allocated from.</summary>
    [Theory]
    [InlineData("node_count", int.MaxValue - 64L, true)]
    [InlineData("node_count", int.MaxValue - 64L, false)]
    [InlineData("node_count", long.MaxValue, true)]
    [InlineData("edge_count", int.MaxValue - 64L, true)]
    [InlineData("edge_count", int.MaxValue - 64L, false)]
    [InlineData("edge_count", long.MaxValue, false)]
    public void Absurd_counts_allocate_no_memory(string count, long claimed, bool seekable)
    {
        var heap = new TinyHeap();
        heap.Root.Element(0, heap.Object("A", 8));
        var (nodes, edges) = (count == "node_count" ? claimed : 2, count == "edge_count" ? claimed : 1);
        var counts = string.Create(CultureInfo.InvariantCulture, $"\"node_count\":{nodes},\"edge_count\":{edges}");
        var json = heap.ToDocument().Replace("snapshot", "\"node_count\":2,\"edge_count\":1", counts).ToBytes();
        using Stream stream = seekable ? new MemoryStream(json) : new TrickleStream(json, 100);
        var before = PeakVirtualBytes();

        var refusal = Should.Throw<SnapshotFormatException>(() => HeapSnapshot.Read(stream, "lie.heapsnapshot"));

        refusal.Problem.ShouldContain(claimed.ToString(CultureInfo.InvariantCulture));
        refusal.Problem.ShouldContain(count);
        (PeakVirtualBytes() - before).ShouldBeLessThan(1L << 30);
    }

    /// <summary>The largest address space that the process ever had, which includes memory that was never written; 0 if unknown.</summary>
    private static long PeakVirtualBytes()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return 0;
        var line = File.ReadLines(status).First(line => line.StartsWith("VmPeak:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan()["VmPeak:".Length..].Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
