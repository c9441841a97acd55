using System.Runtime.Versioning;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Outside.Snapshot;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>The heap read from outside, next to V8's own snapshot of the same quiet process.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutsideSnapshotTests
{
    private const double CountTolerance = 0.01;

    /// <summary>Strings of V8's and Node's own, which caches drop when garbage is collected, and joins of them.</summary>
    private const int FewOfNode = 25;
    private const double RetainedTolerance = 0.02;
    private const int MinComparedCount = 200;

    /// <summary>
    /// What belongs to V8 itself is counted differently: it is cached, flushed and compiled at any time, and V8 names it in other
    /// ways. Its parts of code and shapes are left to the total.
    /// </summary>
    private static readonly string[] InternalClasses = ["(compiled code)", "(object shape)", "(system)", "(array)"];

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Counts_and_sizes_are_those_of_V8(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();

        foreach (var expected in inside.Classes.All.Where(one => one.Count >= MinComparedCount && !InternalClasses.Contains(one.Name)))
        {
            var found = PlantedHeap.ClassOf(outside, expected.Name);
            var tolerance = Math.Max(FewOfNode, expected.Count * CountTolerance);
            ((double)found.Count).ShouldBe(expected.Count, tolerance, $"instances of {expected.Name}");
        }

        var planted = PlantedHeap.ClassOf(outside, "Order");
        planted.Count.ShouldBe(PlantedHeap.Orders);
        planted.ShallowBytes.ShouldBe(PlantedHeap.ClassOf(inside, "Order").ShallowBytes);
        CountOf(outside, "Generator").ShouldBe(CountOf(inside, "Generator"), "suspended functions");
        var retained = (double)PlantedHeap.ClassOf(inside, "Order").RetainedBytes;
        ((double)planted.RetainedBytes).ShouldBe(retained, retained * RetainedTolerance);
        ((double)outside.Statistics.TotalBytes).ShouldBe(inside.Statistics.TotalBytes, inside.Statistics.TotalBytes * 0.1);
    }

    /// <summary>All edges of one name between the same classes, as often as V8 draws them; V8 does not name variables of blocks.</summary>
    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Properties_and_variables_are_those_of_V8(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();

        foreach (var kind in (EdgeType[])[EdgeType.Context, EdgeType.Property])
        {
            var (expected, found) = (NamedEdges(inside.Graph, kind), NamedEdges(outside.Graph, kind));
            var missing = expected.Sum(edge => Math.Max(0, edge.Value - found.GetValueOrDefault(edge.Key)));
            var added = kind == EdgeType.Context ? 0 : found.Sum(edge => Math.Max(0, edge.Value - expected.GetValueOrDefault(edge.Key)));
            var all = expected.Values.Sum();
            ((double)(missing + added)).ShouldBeLessThan(all * CountTolerance, $"{kind}: {missing} missing and {added} too many of {all}");
        }

        foreach (var name in (string[])["keptVariable", "<symbol mine>", "get both", "key1999", "far", "inSet", "bound", "argument"])
            NamedEdges(outside.Graph, null).Keys.ShouldContain(name);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task An_object_has_the_place_of_its_class(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();

        PlantedHeap.ClassOf(outside, "Order").Constructor.ShouldBe(PlantedHeap.ClassOf(inside, "Order").Constructor);
        PlantedHeap.ClassOf(outside, "Order").Distance.ShouldBe(PlantedHeap.ClassOf(inside, "Order").Distance);
        outside.PositionOf(PlantedHeap.ClassOf(outside, "Order"))!.Path.ShouldEndWith("app.js");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Objects_that_have_not_moved_keep_their_ids(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        (await heap.TakeInsideAsync()).Dispose(); // and garbage is collected
        using var identities = new ObjectIdentities();
        using var first = heap.TakeOutside(identities);
        using var second = heap.TakeOutside(identities);

        var ids = IdsOf(first, "Order");
        ids.Count.ShouldBe(PlantedHeap.Orders);
        IdsOf(second, "Order").ShouldBe(ids, ignoreOrder: true);
    }

    private static int CountOf(HeapSnapshot snapshot, string name) =>
        snapshot.Classes.All.Where(one => one.Name == name).Sum(one => one.Count);

    private static HashSet<long> IdsOf(HeapSnapshot snapshot, string name) =>
        [.. snapshot.Classes.FindNodes(PlantedHeap.ClassOf(snapshot, name)).Select(node => (long)snapshot.Graph.IdOf(node).Value)];

    private static Dictionary<string, int> NamedEdges(HeapGraph graph, EdgeType? kind)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < graph.EdgeCount; i++)
        {
            var edge = new EdgeIndex(i);
            if (!graph.HasStringName(edge) || (kind is { } one && graph.TypeOf(edge) != one)) continue;
            var name = graph.NameOf(edge);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return counts;
    }
}
