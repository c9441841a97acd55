using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>Retained sizes: 4 bytes per node if the whole heap is below 4 GiB, otherwise 8.</summary>
internal sealed class RetainedSizes : IDisposable
{
    public RetainedSizes(NativeColumn<uint> narrow) => Narrow = narrow;

    public RetainedSizes(NativeColumn<long> wide) => Wide = wide;

    public NativeColumn<uint>? Narrow { get; }

    public NativeColumn<long>? Wide { get; }

    public long Get(int node) => Narrow is { } narrow ? narrow.Span[node] : Wide!.Span[node]; // one of the two always exists

    public void Dispose()
    {
        Narrow?.Dispose();
        Wide?.Dispose();
    }
}
