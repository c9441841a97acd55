using System.Text.Json;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>The builder itself: what it writes is JSON with the counts and fields that its layout promises.</summary>
public sealed class TinyHeapTests
{
    public static TheoryData<TinyLayout> Layouts => [.. TinyLayout.All];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_written_snapshot_has_the_fields_of_the_layout_and_correct_counts(TinyLayout layout)
    {
        var heap = new TinyHeap(layout);
        var leaf = heap.String("é\n\"😀\"", 32);
        heap.Root.Shortcut("global", heap.Object("global", 8).Property("leaf", leaf).Element(7, leaf).At(3, 10, 4));

        using var json = JsonDocument.Parse(heap.ToJson());

        var head = json.RootElement.GetProperty("snapshot");
        var meta = head.GetProperty("meta");
        var nodeFields = meta.GetProperty("node_fields").EnumerateArray().Select(field => field.ToString()).ToList();
        nodeFields.ShouldBe(layout.NodeFields);
        head.GetProperty("node_count").GetInt32().ShouldBe(3);
        json.RootElement.GetProperty("nodes").GetArrayLength().ShouldBe(3 * nodeFields.Count);
        head.GetProperty("edge_count").GetInt32().ShouldBe(3);
        json.RootElement.GetProperty("edges").GetArrayLength().ShouldBe(3 * layout.EdgeFields.Count);
        json.RootElement.GetProperty("locations").GetArrayLength().ShouldBe(layout.LocationFields.Count);
        json.RootElement.GetProperty("strings").EnumerateArray().ShouldContain(text => text.GetString() == "é\n\"😀\"");
        var types = meta.GetProperty("node_types")[nodeFields.IndexOf("type")].EnumerateArray().Select(type => type.GetString()).ToList();
        var typeOfLeaf = json.RootElement.GetProperty("nodes")[(leaf.Index * nodeFields.Count) + nodeFields.IndexOf("type")].GetInt32();
        types[typeOfLeaf].ShouldBe("string");
    }

    [Fact]
    public void Ids_default_to_the_next_odd_number()
    {
        var heap = new TinyHeap();
        heap.Native("wrapper");
        heap.Node("native", "embedder", id: 1_000);

        heap.Object("A").Id.ShouldBe(1_001);
        heap.Object("B").Id.ShouldBe(1_003);
    }
}
