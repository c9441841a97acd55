using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// Count, shallow bytes and smallest distance of each class, in one pass. Nodes of shallow size 0 are left out. Distances and
/// retained sizes that are not given stay unknown.
/// </summary>
internal sealed class ClassCounts
{
    private readonly Row[] _rows;

    private ClassCounts(int classes)
    {
        _rows = new Row[classes];
        Array.Fill(_rows, new Row { Distance = int.MaxValue });
    }

    private struct Row
    {
        public int Count;
        public int Distance;
        public long Bytes;
    }

    public static ClassCounts Count(ClassAssignment assignment, GraphColumns columns, Distances? distances)
    {
        var counts = new ClassCounts(assignment.Count);
        var rows = counts._rows.AsSpan();
        var classOf = assignment.ClassOf.Span;
        var low = columns.Sizes.Low.Span;
        for (var node = 0; node < classOf.Length; node++)
        {
            var size = low[node];
            if (size == 0) continue;
            ref var row = ref rows[classOf[node]];
            row.Count++;
            row.Bytes += size == uint.MaxValue ? columns.Sizes.Get(node) : size;
            if (distances is not null) row.Distance = Math.Min(row.Distance, distances.Of(node));
        }

        return counts;
    }

    public HeapClass[] ToClasses(ClassAssignment assignment, long[]? retained)
    {
        var classes = new HeapClass[_rows.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = new HeapClass
            {
                Name = assignment.NameOf(i),
                Key = assignment.KeyOf(i),
                Count = _rows[i].Count,
                ShallowBytes = _rows[i].Bytes,
                RetainedBytes = retained is null ? 0 : retained[i],
                Distance = _rows[i].Distance == int.MaxValue ? Distances.Unreached : _rows[i].Distance,
                Constructor = assignment.ConstructorOf(i),
            };
        }

        return classes;
    }
}
