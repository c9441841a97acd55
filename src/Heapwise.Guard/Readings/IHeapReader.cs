namespace Heapwise.Guard.Readings;

/// <summary>
/// Reads the heap of one target, again and again: from its memory, or through its inspector. Disposing it leaves the target as it was found.
/// </summary>
public interface IHeapReader : IAsyncDisposable
{
    /// <summary>Null where it cannot be read now.</summary>
    ValueTask<IReadOnlyDictionary<Figure, double>?> ReadAsync(CancellationToken cancellation);
}
