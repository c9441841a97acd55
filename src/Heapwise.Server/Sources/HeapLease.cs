using Heapwise.Server.Snapshots;

namespace Heapwise.Server.Sources;

/// <summary>Keeps a snapshot open while it is read.</summary>
public sealed class HeapLease(OpenHeap heap, Action release) : IDisposable
{
    private int _isReleased;

    public OpenHeap Heap => heap;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) release();
    }
}
