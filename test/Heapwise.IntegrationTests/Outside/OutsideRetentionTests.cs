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

    /// <summary>What V8 compiles or forgets between the two, in the size of a small class.</summary>
    private const long SmallBytes = 4_000;
    private const int Samples = 200;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Classes_retain_what_they_do_in_V8(int major)
    {
        await using var heap = await PlantedHeap.StartAsync(major);
        using var inside = await heap.TakeInsideAsync();
        using var outside = heap.TakeOutside();

        var compared = 0;
        foreach (var expected in inside.Classes.All.OrderByDescending(one => one.RetainedBytes).Take(Classes))
        {
            if (IsDifferent(expected.Name) || inside.Classes.All.Count(one => one.Name == expected.Name) > 1) continue;
            var found = outside.Classes.All.Where(one => one.Name == expected.Name).ShouldHaveSingleItem(expected.Name);
            var tolerance = SmallBytes + (Tolerance * expected.RetainedBytes);
            ((double)found.RetainedBytes).ShouldBe(expected.RetainedBytes, tolerance, expected.Name);
            compared++;
        }

        compared.ShouldBeGreaterThan(Classes / 2);
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
        foreach (var name in Enumerable.Range(0, Samples).Select(i => $"n{i * (PlantedHeap.Orders / Samples)}"))
            PathOf(outside, found, now[name]).ShouldBe(PathOf(inside, expected, before[name]), name);
    }

    /// <summary>
    /// What holds code and its descriptions, or is V8's own: those are made, dropped and named at other times and in other ways. While
    /// V8 writes its snapshot, its call from JavaScript holds a context; nothing holds it so in a quiet program.
    /// </summary>
    private static bool IsDifferent(string name) =>
        name == "Function" || name.StartsWith("global", StringComparison.Ordinal) || name.StartsWith('(')
        || name.StartsWith("Node / ", StringComparison.Ordinal) || name.StartsWith("system / ", StringComparison.Ordinal);

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

    /// <summary>Node 26 says of the global object that it is one.</summary>
    private static List<string> PathOf(HeapSnapshot snapshot, RootPaths paths, NodeIndex node) =>
    [
        .. PathSteps.Collapse(snapshot, paths.FindPath(node)!)
            .Select(step => $"{step.EdgeType} {step.Edge} {step.ClassName.Replace(" (global*)", "", StringComparison.Ordinal)}"),
    ];
}
