using System.Runtime.Versioning;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>What holds what, in the heap read from outside and in V8's own snapshot of the same quiet process.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutsideRetentionTests
{
    private const int Classes = 50;
    private const double Tolerance = 0.02;

    /// <summary>What caches of V8 and Node make of a small class's size.</summary>
    private const long SmallBytes = 20_000;
    private const int Samples = 200;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Classes_retain_what_they_do_in_V8(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();

        foreach (var expected in inside.Classes.All.OrderByDescending(one => one.RetainedBytes).Take(Classes))
        {
            var found = outside.Classes.All.Where(one => one.Name == expected.Name).ToList();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{expected.Name} {expected.Count} {expected.RetainedBytes} outside {found.FirstOrDefault()?.Count} {found.FirstOrDefault()?.RetainedBytes}");
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Objects_are_held_by_the_same_path(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();
        using var expected = RootPaths.Compute(inside);
        using var found = RootPaths.Compute(outside);
        var (before, now) = (NamedNodes(inside), NamedNodes(outside));
        var same = 0;
        foreach (var name in Enumerable.Range(0, Samples).Select(i => $"n{i * (PlantedHeap.Orders / Samples)}"))
        {
            var (one, other) = (PathOf(inside, expected, before[name]), PathOf(outside, found, now[name]));
            if (one.SequenceEqual(other)) same++;
            else if (same < 3) TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(" > ", one)}\n{string.Join(" > ", other)}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{same}");
    }

    /// <summary>The strings that the planted orders have as their names.</summary>
    private static Dictionary<string, NodeIndex> NamedNodes(HeapSnapshot snapshot)
    {
        var nodes = new Dictionary<string, NodeIndex>(StringComparer.Ordinal);
        foreach (var order in snapshot.Classes.FindNodes(PlantedHeap.ClassOf(snapshot, "Order")))
        {
            foreach (var edge in snapshot.Graph.EdgesOf(order))
                if (edge is { Type: EdgeType.Property, Name: "name" }) nodes[snapshot.Graph.NameOf(edge.To)] = edge.To;
        }

        return nodes;
    }

    private static List<string> PathOf(HeapSnapshot snapshot, RootPaths paths, NodeIndex node) =>
        [.. PathSteps.Collapse(snapshot, paths.FindPath(node)!).Select(step => $"{step.EdgeType} {step.Edge} {step.ClassName}")];
}
