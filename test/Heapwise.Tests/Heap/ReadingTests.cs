using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap.Damage;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>What a reader must take as it comes: any layout, any order of fields, any white space, any size of number.</summary>
[Trait("Reading", "numbers")]
public sealed class ReadingTests
{
    public static TheoryData<TinyLayout> Layouts => [.. TinyLayout.All];

    /// <summary>
    /// <code>
    /// root --shortcut global--> global --store--> Store --element 7--> "é 😀 \"x\""
    ///                                  \--made by--> closure at 5:10:4
    /// </code>
    /// </summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_reads_the_same(TinyLayout layout)
    {
        using var snapshot = Small(layout).Open();

        var graph = snapshot.Graph;
        graph.NodeCount.ShouldBe(5);
        graph.EdgeCount.ShouldBe(4);
        Enumerable.Range(0, 5).Select(i => graph.TypeOf(new NodeIndex(i)))
            .ShouldBe([NodeType.Synthetic, NodeType.String, NodeType.Object, NodeType.Closure, NodeType.Object]);
        Enumerable.Range(0, 5).Select(i => graph.NameOf(new NodeIndex(i))).ShouldBe(["", "é 😀 \"x\"\n", "Store", "made by", "global"]);
        Enumerable.Range(0, 5).Select(i => graph.IdOf(new NodeIndex(i)).Value).ShouldBe([1, 3, 5, 7, 9]);
        Enumerable.Range(0, 5).Select(i => graph.ShallowSizeOf(new NodeIndex(i))).ShouldBe([0, 24, 16, 32, 8]);
        Enumerable.Range(0, 4).Select(i => graph.NameOf(new EdgeIndex(i))).ShouldBe(["global", "7", "store", "made by"]);
        Enumerable.Range(0, 4).Select(i => graph.TypeOf(new EdgeIndex(i)))
            .ShouldBe([EdgeType.Shortcut, EdgeType.Element, EdgeType.Property, EdgeType.Internal]);
        Enumerable.Range(0, 4).Select(i => graph.TargetOf(new EdgeIndex(i)).Value).ShouldBe([4, 1, 2, 3]);
        graph.LocationOf(new NodeIndex(3)).ShouldBe(new SourceLocation(5, 10, 4));
        snapshot.Dominators.RetainedSizeOf(graph.Root).ShouldBe(80);
    }

    [Fact]
    public void Gzip_is_read_like_the_plain_file()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Small(TinyLayout.Node24).ToJson());
        using var file = new TemporaryFile(packed.ToArray());
        using var pipe = new TrickleStream(packed.ToArray(), 5);

        using var fromFile = HeapSnapshot.Open(file.Path);
        using var fromPipe = HeapSnapshot.Read(pipe, "-");

        fromFile.Graph.NodeCount.ShouldBe(5);
        fromPipe.Graph.NodeCount.ShouldBe(5);
    }

    [Fact]
    public void Numbers_beyond_32_bits_count_as_they_are()
    {
        var heap = new TinyHeap();
        var large = heap.Node("object", "Large", selfSize: 1L << 40, id: (1L << 52) + 1);
        var edges = (long[])[(1L << 29) - 2, (1L << 29) - 1, 1L << 29, uint.MaxValue, 1L << 40, long.MaxValue];
        foreach (var index in edges) heap.Root.Element(index, large);
        heap.Object("Beside", uint.MaxValue);
        heap.ExtraNativeBytes = 1L << 41;

        using var snapshot = heap.Open();

        var graph = snapshot.Graph;
        graph.ShallowSizeOf(large).ShouldBe(1L << 40);
        graph.IdOf(large).Value.ShouldBe((1L << 52) + 1);
        graph.TryFind(new NodeId((1L << 52) + 1), out var found).ShouldBeTrue();
        found.ShouldBe(large);
        Enumerable.Range(0, edges.Length).Select(i => graph.NameOrNumberOf(new EdgeIndex(i))).ShouldBe(edges);
        snapshot.Dominators.RetainedSizeOf(graph.Root).ShouldBe((1L << 40) + uint.MaxValue);
        snapshot.Statistics.TotalBytes.ShouldBe((1L << 40) + uint.MaxValue + (1L << 41));
    }

    [Fact]
    public void Locations_may_be_missing_or_empty()
    {
        var without = Small(TinyLayout.Node24).ToDocument().Remove("locations");
        var empty = Emptied(Small(TinyLayout.Node24).ToDocument());
        foreach (var document in (TinyDocument[])[without, empty])
        {
            using var snapshot = Open(document.ToBytes());
            snapshot.Graph.LocationOf(new NodeIndex(3)).ShouldBeNull();
        }

        static TinyDocument Emptied(TinyDocument document)
        {
            document["locations"] = "[]";
            return document;
        }
    }

    [Fact]
    public void Unknown_sections_are_skipped_at_any_position()
    {
        var document = Small(TinyLayout.Node24).ToDocument();
        document.Insert(0, "future", "{\"nodes\":[1,[2,{\"strings\":\"]}\\\"\"}]],\"x\":-1.5e-7}")
            .Insert(3, "scopes", "[]")
            .Add("last", "null")
            .Add("deep", new string('[', 5_000) + new string(']', 5_000));

        using var snapshot = Open(document.ToBytes());

        snapshot.Graph.NodeCount.ShouldBe(5);
    }

    [Fact]
    public void A_lone_root_is_a_heap()
    {
        using var snapshot = new TinyHeap().Open();

        snapshot.Graph.NodeCount.ShouldBe(1);
        snapshot.Dominators.ImmediateDominatorOf(snapshot.Graph.Root).ShouldBe(snapshot.Graph.Root);
        snapshot.Distances.Of(snapshot.Graph.Root).ShouldBe(0);
        snapshot.Classes.All.ShouldBeEmpty();
        snapshot.DuplicateStrings.ShouldBeEmpty();
    }

    /// <summary>Other programs write the same text with other escapes: every letter of every string as \uXXXX, slashes escaped.</summary>
    [Fact]
    public void Names_written_with_escapes_mean_the_same()
    {
        var heap = new TinyHeap();
        var context = heap.Hidden("system / NativeContext", 40);
        var elements = heap.Array("", 100);
        heap.Root.Element(0, heap.Object("Array", 16).Internal("elements", elements)).Element(1, context);
        context.Internal("sloppy_function_map", heap.Hidden("system / Map", 8));
        var document = heap.ToDocument();
        document["strings"] = "[" + string.Join(',', heap.Strings.Select(Escape)) + "]";

        using var plain = heap.Open();
        using var escaped = Open(document.ToBytes());

        escaped.Statistics.ShouldBe(plain.Statistics);
        escaped.Statistics.JsArrayBytes.ShouldBe(116);
        escaped.Classes.All.ShouldBe(plain.Classes.All);
        escaped.NativeContexts.Contexts.ShouldBe(plain.NativeContexts.Contexts);
        var nodes = Enumerable.Range(0, heap.Nodes.Count).Select(i => new NodeIndex(i)).ToList();
        nodes.Select(escaped.Distances.Of).ShouldBe(nodes.Select(plain.Distances.Of));

        static string Escape(string text) => "\"" + string.Concat(text.Select(letter => $"\\u{(int)letter:x4}")) + "\"";
    }

    [Fact]
    public void A_file_written_again_by_a_json_library_reads_the_same()
    {
        var json = Small(TinyLayout.Node20).ToJson();
        var indented = JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }); // the file is an object

        using var snapshot = Open(Encoding.UTF8.GetBytes(indented));

        snapshot.Graph.NameOf(new NodeIndex(1)).ShouldBe("é 😀 \"x\"\n");
        snapshot.Graph.EdgeCount.ShouldBe(4);
    }

    [Fact]
    public void Progress_ends_complete_and_cancelling_stops()
    {
        var shares = new List<double>();
        using var stream = new MemoryStream(Small(TinyLayout.Node24).ToJson());
        using var snapshot = HeapSnapshot.Read(stream, "small", progress: new Immediate(shares));

        shares.ShouldBeInOrder();
        shares.ShouldAllBe(share => share >= 0 && share <= 1);
        stream.Position = 0;
        var canceled = new CancellationToken(canceled: true);
        Should.Throw<OperationCanceledException>(() => HeapSnapshot.Read(stream, "small", cancellation: canceled));
    }

    private static TinyHeap Small(TinyLayout layout)
    {
        var heap = new TinyHeap(layout);
        var text = heap.String("é 😀 \"x\"\n", 24);
        var store = heap.Object("Store", 16).Element(7, text);
        var maker = heap.Closure("made by", 32).At(5, 10, 4);
        heap.Root.Shortcut("global", heap.Object("global", 8).Property("store", store).Internal("made by", maker));
        return heap;
    }

    private static HeapSnapshot Open(byte[] json)
    {
        using var stream = new MemoryStream(json);
        return HeapSnapshot.Read(stream, "test.heapsnapshot", new HeapOpenOptions { BlockBytes = 300 });
    }

    private sealed class Immediate(List<double> shares) : IProgress<OpenProgress>
    {
        public void Report(OpenProgress value)
        {
            lock (shares) shares.Add(value.Fraction);
        }
    }
}
