using System.Runtime.CompilerServices;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>Adds up count, shallow bytes and least distance of each class in one pass; nodes of shallow size 0 are left out.</summary>
internal static class ClassTotals
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static HeapClass[] Build(ClassAssignment assignment, GraphColumns columns, Distances distances, long[] retained)
    {
        var counts = new int[assignment.Count];
        var bytes = new long[assignment.Count];
        var least = new int[assignment.Count];
        Array.Fill(least, int.MaxValue);
        var classOf = assignment.ClassOf.Span;
        var low = columns.Sizes.Low.Span;
        var distanceOf = distances.Column.Span;
        for (var node = 0; node < classOf.Length; node++)
        {
            var size = low[node];
            if (size == 0) continue;
            var at = classOf[node];
            counts[at]++;
            bytes[at] += size == uint.MaxValue ? columns.Sizes.Get(node) : size;
            if (distanceOf[node] < least[at]) least[at] = distanceOf[node];
        }

        return [.. Enumerable.Range(0, assignment.Count).Select(i => new HeapClass
        {
            Name = assignment.NameOf(i),
            Key = assignment.KeyOf(i),
            Count = counts[i],
            ShallowBytes = bytes[i],
            RetainedBytes = retained[i],
            Distance = counts[i] == 0 ? Distances.Unreached : least[i],
            Constructor = assignment.ConstructorOf(i),
        })];
    }
}
