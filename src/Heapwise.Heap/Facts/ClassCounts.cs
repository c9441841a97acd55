using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>Count, shallow bytes and least distance of each class, in one pass; nodes of shallow size 0 are left out. Without distances and retained sizes those stay unknown.</summary>
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

    public static ClassCounts Of(ClassAssignment assignment, GraphColumns columns, Distances? distances)
    {
        var counts = new ClassCounts(assignment.Count);
        var rows = counts._rows.AsSpan();
        var classOf = assignment.ClassOf.Span;
        var low = columns.Sizes.Low.Span;
        var distanceOf = distances is null ? default : distances.Column.Span;
        for (var node = 0; node < classOf.Length; node++)
        {
            var size = low[node];
            if (size == 0) continue;
            ref var row = ref rows[classOf[node]];
            row.Count++;
            row.Bytes += size == uint.MaxValue ? columns.Sizes.Get(node) : size;
            if (!distanceOf.IsEmpty && distanceOf[node] < row.Distance) row.Distance = distanceOf[node];
        }

        return counts;
    }

    public HeapClass[] ToClasses(ClassAssignment assignment, long[]? retained) =>
    [
        .. _rows.Select((row, i) => new HeapClass
        {
            Name = assignment.NameOf(i),
            Key = assignment.KeyOf(i),
            Count = row.Count,
            ShallowBytes = row.Bytes,
            RetainedBytes = retained is null ? 0 : retained[i],
            Distance = row.Distance == int.MaxValue ? Distances.Unreached : row.Distance,
            Constructor = assignment.ConstructorOf(i),
        }),
    ];
}
