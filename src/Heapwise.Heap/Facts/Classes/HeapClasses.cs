using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>The class of every node (4 bytes per node) and the totals of each class.</summary>
public sealed class HeapClasses
{
    private readonly Lazy<NativeColumn<int>> _classOf;
    private readonly HeapClass[] _classes;

    internal HeapClasses(NativeColumn<int> classOf, HeapClass[] classes)
        : this(() => classOf, classes)
    {
    }

    /// <summary>Uses a column that is fetched when the class of a node is first needed; it stays owned by its provider.</summary>
    internal HeapClasses(Func<NativeColumn<int>> classOf, HeapClass[] classes)
    {
        _classOf = new Lazy<NativeColumn<int>>(classOf);
        _classes = classes;
        All = [.. classes.Where(c => c.Count > 0).OrderByDescending(c => c.RetainedBytes).ThenBy(c => c.Key, StringComparer.Ordinal)];
    }

    internal NativeColumn<int> ClassOf => _classOf.Value;

    internal HeapClass[] ById => _classes;

    /// <summary>Classes with at least one counted node, largest retained size first.</summary>
    public IReadOnlyList<HeapClass> All { get; }

    public HeapClass Of(NodeIndex node) => _classes[ClassOf.Span[node.Value]];

    public string NameOf(NodeIndex node) => Of(node).Name;

    /// <summary>
    /// Classes by position, those without a counted node included; what <see cref="PositionOf"/> answers is one of these.
    /// </summary>
    public IReadOnlyList<HeapClass> ByPosition => _classes;

    /// <summary>The class of a node by its position, for passes over many nodes.</summary>
    public int PositionOf(NodeIndex node) => ClassOf.Span[node.Value];

    /// <summary>All nodes of a class in file order, including those of shallow size 0. Cost: one pass over the nodes.</summary>
    public IEnumerable<NodeIndex> FindNodes(HeapClass wanted)
    {
        var id = Array.IndexOf(_classes, wanted);
        for (var i = 0; i < ClassOf.Length; i++)
        {
            if (ClassOf[i] == id) yield return new NodeIndex(i);
        }
    }
}
