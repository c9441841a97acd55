using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// Why objects are alive: the shortest distinct paths of one object, or the merged paths of a class. Schema
/// <c>heapwise.retainers/1</c>.
/// </summary>
public sealed record RetainersReport
{
    public const string SchemaName = "heapwise.retainers/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    /// <summary>The object in question; null for a class.</summary>
    public required PathStepReport? Node { get; init; }

    /// <summary>The object in the programmer's words, such as <c>variable cache of users.js</c>; null if it has no such name.</summary>
    public required string? Holder { get; init; }

    /// <summary>The class in question; null for an object.</summary>
    public required string? ClassName { get; init; }

    /// <summary>Objects that the answer is about: 1, or the instances of the class.</summary>
    public required long ObjectCount { get; init; }

    /// <summary>Objects that no path of strong edges reaches.</summary>
    public required long UnreachedCount { get; init; }

    /// <summary>Paths from the root to the object, best first; empty for a class.</summary>
    public required IReadOnlyList<RetainerPathReport> Paths { get; init; }

    /// <summary>The paths of all instances, merged, most objects first; null for an object.</summary>
    public required PathTreeReport? Tree { get; init; }

    /// <summary>The best paths of one object, at most <paramref name="count"/>, each through a different holder.</summary>
    public static RetainersReport FromNode(RootPaths paths, NodeIndex node, int count = 5)
    {
        var found = paths.FindDistinct(node, count);
        return new RetainersReport
        {
            File = paths.Snapshot.Source,
            Node = PathStepReport.From(PathSteps.Step(paths.Snapshot, new PathHop(null, node))),
            Holder = HolderNaming.FindName(paths, node) is { Kind: not HolderKind.None } name ? ReportLanguages.English.NameOf(name) : null,
            ClassName = null,
            ObjectCount = 1,
            UnreachedCount = found.Count == 0 ? 1 : 0,
            Paths = [.. found.Select(path => RetainerPathReport.From(paths.Snapshot, path))],
            Tree = null,
        };
    }

    /// <summary>
    /// The best paths of all instances of a class as one tree, in which each node lists its <paramref name="maxChildren"/> largest
    /// children.
    /// </summary>
    public static RetainersReport FromClass(RootPaths paths, HeapClass wanted, int maxChildren = 8)
    {
        var objects = paths.Snapshot.Classes.FindNodes(wanted).ToList();
        var tree = new PathTree(paths, objects, maxChildren);
        return new RetainersReport
        {
            File = paths.Snapshot.Source,
            Node = null,
            Holder = null,
            ClassName = wanted.Name,
            ObjectCount = objects.Count,
            UnreachedCount = objects.Count - tree.ReachedCount,
            Paths = [],
            Tree = tree.ReachedCount == 0 ? null : PathTreeReport.From(tree.Root()),
        };
    }
}

/// <summary>One path from the root, the object itself last.</summary>
public sealed record RetainerPathReport
{
    public required IReadOnlyList<PathStepReport> Steps { get; init; }

    public static RetainerPathReport From(HeapSnapshot snapshot, RootPath path) =>
        new() { Steps = [.. PathSteps.Collapse(snapshot, path).Select(PathStepReport.From)] };
}

/// <summary>A hop: an edge and the node it leads to. Runs of equal hops (linked lists) are one step with a repeat count.</summary>
public sealed record PathStepReport
{
    /// <summary>Name or index of the edge; empty for the root.</summary>
    public required string Edge { get; init; }

    public required string EdgeType { get; init; }

    public required long NodeId { get; init; }

    public required string NodeType { get; init; }

    public required string ClassName { get; init; }

    /// <summary>V8's name of the node, such as a function's name or a string's content, cut to a readable length.</summary>
    public required string Name { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>How many equal hops this one represents.</summary>
    public required int Repeat { get; init; }

    public required LocationReport? Location { get; init; }

    public static PathStepReport From(PathStep step) => From(step, step.Position is { } position ? CodeLocation.From(position) : null);

    /// <summary>The same with a location in the source that people wrote.</summary>
    public static PathStepReport From(PathStep step, CodeLocation? location) => new()
    {
        Edge = step.Edge,
        EdgeType = step.EdgeType,
        NodeId = step.NodeId,
        NodeType = step.NodeType,
        ClassName = step.ClassName,
        Name = step.Name,
        RetainedBytes = step.RetainedBytes,
        Repeat = step.Repeat,
        Location = LocationReport.From(location),
    };
}

/// <summary>A node of the merged tree: from the root downwards, with the number of objects below it.</summary>
public sealed record PathTreeReport
{
    /// <summary>The edge, with indexes and keys of tables generalized to <c>[]</c> and <c>*</c>.</summary>
    public required string Edge { get; init; }

    public required string EdgeType { get; init; }

    /// <summary>The class, or the name of one of V8's own roots, such as <c>(Global handles)</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>Distinct nodes of the heap that this tree node represents.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Objects of the class whose path runs through here.</summary>
    public required long ObjectCount { get; init; }

    /// <summary>Shallow bytes of those objects.</summary>
    public required long ShallowBytes { get; init; }

    /// <summary>One of the nodes, as an example.</summary>
    public required long ExampleNodeId { get; init; }

    public required IReadOnlyList<PathTreeReport> Children { get; init; }

    /// <summary>Objects below children that are not listed.</summary>
    public required long OtherObjectCount { get; init; }

    public static PathTreeReport From(PathTreeNode node) => new()
    {
        Edge = node.Edge,
        EdgeType = node.EdgeType,
        ClassName = node.ClassName,
        NodeCount = node.NodeCount,
        ObjectCount = node.ObjectCount,
        ShallowBytes = node.ShallowBytes,
        ExampleNodeId = node.ExampleNodeId,
        Children = [.. node.Children.Select(From)],
        OtherObjectCount = node.OtherObjectCount,
    };
}
