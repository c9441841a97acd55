namespace Heapwise.Guard.Readings;

/// <summary>
/// Reads the heap of one target, again and again: from its memory, or through its inspector. Disposing it leaves the target as it was
/// found.
/// </summary>
public interface IHeapReader : IAsyncDisposable
{
    /// <summary>The worker threads that the latest reading found; empty where it shows none.</summary>
    IReadOnlyList<WorkerHeap> Workers { get; }

    /// <summary>What the way that it is read tells.</summary>
    /// <exception cref="Outside.Failures.OutsideException">It cannot be read from outside.</exception>
    /// <exception cref="Live.Targets.TargetException">It cannot be read through the inspector.</exception>
    ValueTask<HeapFigures> ReadAsync(CancellationToken cancellation);
}
