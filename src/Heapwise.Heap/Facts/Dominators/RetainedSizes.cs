using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>Retained sizes: 4 bytes a node while the whole heap is below 4 GiB, 8 above.</summary>
internal sealed class RetainedSizes : IDisposable
{
    public RetainedSizes(NativeColumn<uint> narrow) => Narrow = narrow;

    public RetainedSizes(NativeColumn<long> wide) => Wide = wide;

    public NativeColumn<uint>? Narrow { get; }

    public NativeColumn<long>? Wide { get; }

    public long Get(int node) => Narrow is { } narrow ? narrow.Span[node] : Wide!.Span[node]; // one of the two is always there

    public void Dispose()
    {
        Narrow?.Dispose();
        Wide?.Dispose();
    }
}
