using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// One row of Chrome DevTools' Summary view. Nodes of shallow size 0 are not counted. The key tells classes of one name in
/// different places apart: <c>scriptId,line,column,name</c> where the constructor's place is known, else <c>,name</c>.
/// </summary>
public sealed record HeapClass
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public int Count { get; init; }

    public long ShallowBytes { get; init; }

    /// <summary>Retained sizes of the instances, those inside another instance's dominator subtree counted once.</summary>
    public long RetainedBytes { get; init; }

    /// <summary>The least distance of an instance.</summary>
    public int Distance { get; init; }

    /// <summary>The constructor's place, 0-based, where the snapshot knows it.</summary>
    public SourceLocation? Constructor { get; init; }
}

/// <summary>The class of every node (4 bytes a node) and the totals of each class.</summary>
public sealed class HeapClasses
{
    private readonly Lazy<NativeColumn<int>> _classOf;
    private readonly HeapClass[] _classes;

    internal HeapClasses(NativeColumn<int> classOf, HeapClass[] classes)
        : this(() => classOf, classes)
    {
    }

    /// <summary>With a column that is fetched when a node's class is first asked for; it stays with whoever gives it.</summary>
    internal HeapClasses(Func<NativeColumn<int>> classOf, HeapClass[] classes)
    {
        _classOf = new Lazy<NativeColumn<int>>(classOf);
        _classes = classes;
        All = [.. classes.Where(c => c.Count > 0).OrderByDescending(c => c.RetainedBytes).ThenBy(c => c.Key, StringComparer.Ordinal)];
    }

    internal NativeColumn<int> ClassOf => _classOf.Value;

    internal HeapClass[] ById => _classes;

    /// <summary>Classes with at least one counted node, most retained first.</summary>
    public IReadOnlyList<HeapClass> All { get; }

    public HeapClass Of(NodeIndex node) => _classes[ClassOf.Span[node.Value]];

    public string NameOf(NodeIndex node) => Of(node).Name;

    /// <summary>All nodes of a class in file order, those of shallow size 0 included. Cost: one pass over the nodes.</summary>
    public IEnumerable<NodeIndex> NodesOf(HeapClass wanted)
    {
        var id = Array.IndexOf(_classes, wanted);
        for (var i = 0; i < ClassOf.Length; i++)
        {
            if (ClassOf[i] == id) yield return new NodeIndex(i);
        }
    }
}
