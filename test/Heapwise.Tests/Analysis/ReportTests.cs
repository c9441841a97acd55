using System.Text.Json;
using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class ReportTests
{
    // root --> owner --> a (100), b (50), c (1)
    [Fact]
    public void Dominators_are_listed_largest_first_and_the_rest_is_summed_up()
    {
        using var snapshot = Owned().Open();
        var owner = DominatorsReport.From(snapshot, snapshot.Graph.Root, depth: 2, top: 2, minShare: 0).Root.Children
            .ShouldHaveSingleItem();

        owner.RetainedBytes.ShouldBe(161);
        owner.ChildCount.ShouldBe(3);
        owner.Children.Select(child => (child.ClassName, child.Edge, child.RetainedBytes)).ShouldBe([("A", "a", 100), ("B", "b", 50)]);
        owner.OtherBytes.ShouldBe(1);
    }

    [Fact]
    public void Children_below_the_minimum_share_are_summed_up()
    {
        using var snapshot = Owned().Open();
        var owner = DominatorsReport.From(snapshot, snapshot.Graph.Root, depth: 2, top: 10, minShare: 0.5).Root.Children
            .ShouldHaveSingleItem();

        owner.Children.Select(child => child.ClassName).ShouldBe(["A"]);
        owner.OtherBytes.ShouldBe(51);
    }

    [Fact]
    public void A_node_shows_both_directions_and_how_much_is_omitted()
    {
        var heap = Owned();
        using var snapshot = heap.Open();
        var owner = heap.Nodes.Single(node => node.Name == "Owner");
        var report = NodeReport.From(snapshot, owner, maxEdges: 2);

        (report.Id, report.ClassName, report.RetainedBytes, report.DominatorId).ShouldBe((owner.Id, "Owner", 161, 1));
        report.EdgeCount.ShouldBe(3);
        report.Edges.Select(edge => (edge.Edge, edge.ClassName)).ShouldBe([("a", "A"), ("b", "B")]);
        report.Retainers.ShouldHaveSingleItem().NodeId.ShouldBe(1);
    }

    [Fact]
    public void A_diff_of_many_files_shows_each_class_over_time()
    {
        var heaps = Enumerable.Range(1, 3).Select(count =>
        {
            var heap = new TinyHeap();
            for (var i = 0; i < count * 10; i++) heap.Root.Shortcut("x", heap.Object("Thing", 16));
            return heap;
        }).ToList();
        using var first = heaps[0].Open();
        using var middle = heaps[1].Open();
        using var last = heaps[2].Open();
        var report = DiffReport.From(
            [ClassTotals.From(first), ClassTotals.From(middle), ClassTotals.From(last)], Heapwise.Heap.HeapSnapshot.Compare(first, last));

        var row = report.Classes.ShouldHaveSingleItem();
        (row.Name, row.Added, row.Removed, row.DeltaBytes).ShouldBe(("Thing", 20, 0, 320));
        row.Counts.ShouldBe([10, 20, 30]);
        row.ShallowBytes.ShouldBe([160, 320, 480]);
        report.OutOfOrder.ShouldBeNull();
    }

    [Fact]
    public void A_diff_names_a_file_that_was_taken_before_the_one_ahead_of_it()
    {
        var (small, large) = (new TinyHeap(), new TinyHeap());
        small.Root.Shortcut("x", small.Object("Thing", 16));
        large.Root.Shortcut("x", large.Object("Thing", 16)).Shortcut("y", large.Object("Thing", 16));
        using var early = small.Open();
        using var late = large.Open();

        DiffReport.From(late, early).OutOfOrder.ShouldBe(early.Source);
        DiffReport.From(early, late).OutOfOrder.ShouldBeNull();
        DiffReport.From(early, early).OutOfOrder.ShouldBeNull();
    }

    [Fact]
    public void Keys_are_camel_case_and_control_characters_are_escaped()
    {
        var heap = new TinyHeap();
        heap.Root.Shortcut("x", heap.Object("Evil\u001b[31m", 16));
        using var snapshot = heap.Open();
        var json = ReportJson.Write(SummaryReport.From(snapshot));

        json.ShouldNotContain("\u001b");
        using var parsed = JsonDocument.Parse(json);
        parsed.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.summary/1");
        var row = parsed.RootElement.GetProperty("classes")[0];
        row.GetProperty("name").GetString().ShouldBe("Evil\u001b[31m");
        row.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["name", "key", "count", "shallowBytes", "retainedBytes", "distance", "location"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("{\"schema\":\"heapwise.summary/1\"}")]
    public void A_document_that_is_not_a_diagnosis_is_refused(string json) =>
        Should.Throw<JsonException>(() => ReportJson.ReadDiagnosis(json));

    private static TinyHeap Owned()
    {
        var heap = new TinyHeap();
        var owner = heap.Object("Owner", 10);
        heap.Root.Shortcut("owner", owner);
        owner.Property("a", heap.Object("A", 100)).Property("b", heap.Object("B", 50)).Property("c", heap.Object("C", 1));
        return heap;
    }
}
