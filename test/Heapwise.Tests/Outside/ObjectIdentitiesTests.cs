using Heapwise.Heap.Graph;
using Heapwise.Outside.Snapshot;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class ObjectIdentitiesTests
{
    private const int Type = 1057;

    /// <summary>Of a graph in which objects begin at node 1; node 0 is the root.</summary>
    private const int FirstNode = 1;

    [Fact]
    public void What_has_not_moved_keeps_its_id_and_what_is_new_has_a_higher_one()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, [new(0x1000, 0x11_223_344), new(0x2000), new(0x4000, 0x55_000)]);
        var second = Capture(identities, [new(0x1000, 0x11_223_344), new(0x3000), new(0x4000, 0x55_000), new(0x5000)]);

        second[0].ShouldBe(first[0]);
        second[2].ShouldBe(first[2]);
        second[1].ShouldBeGreaterThan(first.Max());
        second[3].ShouldBeGreaterThan(second[1]);
        first.Concat(second).ShouldAllBe(id => id % 2 == 1 && id >= ObjectIdentities.MinId && id <= uint.MaxValue);
        Capture(identities, [new(0x2000)])[0].ShouldBeGreaterThan(second.Max()); // it was gone in between
    }

    [Fact]
    public void Another_type_at_the_same_address_is_another_object()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, [new(0x1000)]);
        Capture(identities, [new(0x1000) { Type = Type + 1 }])[0].ShouldNotBe(first[0]);
    }

    /// <summary>The list at 0x1000 stays; its entries move, and the name that the second of them has.</summary>
    [Fact]
    public void What_has_moved_is_found_through_what_refers_to_it()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(
            identities,
            [new(0x1000), new(0x2000), new(0x3000), new(0x4000) { Name = "n2" }],
            (1, EdgeType.Element, 0, 2), (1, EdgeType.Element, 1, 3), (3, EdgeType.Property, 7, 4));
        var second = Capture(
            identities,
            [new(0x1000), new(0x5000), new(0x6000) { Name = "n2" }, new(0x7000), new(0x8000)],
            (1, EdgeType.Element, 0, 2), (1, EdgeType.Element, 1, 4), (1, EdgeType.Element, 2, 5), (4, EdgeType.Property, 7, 3));

        second[1].ShouldBe(first[1]);
        second[3].ShouldBe(first[2]);
        second[2].ShouldBe(first[3], "the name of the second");
        second[4].ShouldBeGreaterThan(first.Max(), "a third entry");
        identities.LastFound.ShouldBe((1, 3));
    }

    [Fact]
    public void Properties_are_found_by_name_when_others_come_before_them()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, [new(0x1000), new(0x2000)], (1, EdgeType.Property, 5, 2));
        var second = Capture(
            identities, [new(0x1000), new(0x3000), new(0x4000)], (1, EdgeType.Property, 4, 2), (1, EdgeType.Property, 5, 3));

        second[2].ShouldBe(first[1]);
        second[1].ShouldBeGreaterThan(first.Max());
    }

    [Fact]
    public void What_still_lies_where_it_did_is_not_taken_for_what_took_its_place()
    {
        using var identities = new ObjectIdentities();
        // The first entry of a list is shifted out, and the second, which has not moved, is the first now.
        var first = Capture(
            identities, [new(0x1000), new(0x2000), new(0x3000)], (1, EdgeType.Element, 0, 2), (1, EdgeType.Element, 1, 3));
        var second = Capture(
            identities, [new(0x1000), new(0x3000), new(0x4000)], (1, EdgeType.Element, 0, 2), (1, EdgeType.Element, 1, 3));

        second[1].ShouldBe(first[2]);
        second[2].ShouldBeGreaterThan(first.Max());
    }

    /// <summary>The entries of a list that is built anew each time.</summary>
    [Fact]
    public void What_only_new_objects_refer_to_is_found_by_its_number()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(
            identities, [new(0x1000), new(0x2000) { Number = 17 }, new(0x3000) { Number = 18 }, new(0x4000) { Number = 5 }],
            (1, EdgeType.Property, 0, 2), (1, EdgeType.Property, 1, 3), (1, EdgeType.Property, 2, 4));
        var second = Capture(
            identities, [new(0x5000), new(0x6000) { Number = 18 }, new(0x7000) { Number = 17 }, new(0x8000) { Number = 6 }],
            (1, EdgeType.Property, 7, 2), (1, EdgeType.Property, 8, 3), (1, EdgeType.Property, 9, 4));

        second[1].ShouldBe(first[2]);
        second[2].ShouldBe(first[1]);
        second[3].ShouldBeGreaterThan(first.Max());
    }

    [Fact]
    public void Another_text_or_another_class_is_another_object()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, [new(0x1000), new(0x2000) { Name = "Anna" }], (1, EdgeType.Property, 5, 2));
        var second = Capture(identities, [new(0x1000), new(0x3000) { Name = "Berta" }], (1, EdgeType.Property, 5, 2));
        second[1].ShouldBeGreaterThan(first.Max());
    }

    /// <summary>12 bits a word, the map last.</summary>
    [Theory]
    [InlineData(0x001_002_003_004_00A, 0x001_002_003_004_00A, true)]
    [InlineData(0x001_002_003_004_00A, 0x005_006_003_007_00A, true)] // one field is as it was
    [InlineData(0x001_002_003_004_00A, 0x005_006_007_008_00A, false)]
    [InlineData(0x000_000_000_004_00A, 0x000_000_000_008_00A, false)]
    [InlineData(0x001_002_000_000_00A, 0x000_000_003_004_00A, true)] // nothing to compare
    [InlineData(0x000_000_000_000_00A, 0x000_000_000_000_00A, true)]
    [InlineData(0x000_000_000_000_00A, 0x000_000_000_000_00B, false)] // another map
    [InlineData(0x000_000_003_000_00A, 0x000_004_003_000_00B, true)] // it has got a property
    public void What_looks_like_another_is_another(ulong before, ulong now, bool mayBeOne) =>
        Evidence.MayBeOne(before, now).ShouldBe(mayBeOne);

    [Fact]
    public void Two_runs_begin_apart()
    {
        var beginnings = Enumerable.Range(0, 200).Select(_ =>
        {
            using var identities = new ObjectIdentities();
            return Capture(identities, [new(0x1000)])[0];
        });
        beginnings.Distinct().Count().ShouldBeGreaterThan(10);
    }

    /// <summary>Captures a graph of these objects, and edges in the order of the nodes that they leave.</summary>
    private static List<long> Capture(
        ObjectIdentities identities, IReadOnlyList<Planted> objects, params (int From, EdgeType Kind, int Name, int To)[] edges)
    {
        var graph = new SnapshotGraph();
        graph.Reserve(FirstNode + objects.Count + 1);
        var stamp = FirstNode + objects.Count;
        graph.Set(0, NodeType.Synthetic, 1, 0);
        graph.Rename(0, graph.Names.Empty);
        identities.Begin(FirstNode, objects.Count);
        for (var i = 0; i < objects.Count; i++)
        {
            identities.Add(objects[i].Key, objects[i].Type, objects[i].Evidence, objects[i].Number);
            graph.Set(FirstNode + i, NodeType.Object, 0, 16);
            graph.Rename(FirstNode + i, graph.Names.Intern(objects[i].Name));
        }

        foreach (var (from, kind, name, to) in edges)
        {
            graph.Begin(from);
            graph.AddEdge(kind, kind == EdgeType.Element ? name : graph.Names.Intern($"property{name}"), to);
        }

        identities.Number(graph, stamp);
        List<long> ids = [.. Enumerable.Range(FirstNode, objects.Count).Select(graph.IdOf)];
        identities.Keep(graph);
        return ids;
    }

    private sealed record Planted(ulong Key, ulong Evidence = 0)
    {
        public int Type { get; init; } = ObjectIdentitiesTests.Type;

        public string Name { get; init; } = "Order";

        public int Number { get; init; }
    }
}
