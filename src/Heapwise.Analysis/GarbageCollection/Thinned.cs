namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// A series of unknown length in bounded memory: all of it while it is short, then every second, every fourth … item, and always the
/// latest one. Which items are kept depends on their order alone, so a thinned series has the shape of the whole.
/// </summary>
public sealed class Thinned<T>(int maxCount)
{
    private readonly List<T> _kept = [];
    private long _stride = 1;
    private T _latest = default!; // set with the first item, and read only after it

    /// <summary>Items seen.</summary>
    public long Count { get; private set; }

    /// <summary>In their order, at most one more than <c>maxCount</c>.</summary>
    public IReadOnlyList<T> Items => Count == 0 || (Count - 1) % _stride == 0 ? [.. _kept] : [.. _kept, _latest];

    public void Add(T item)
    {
        _latest = item;
        if (Count++ % _stride != 0) return;
        if (_kept.Count == maxCount)
        {
            for (var i = 0; i < (maxCount + 1) / 2; i++) _kept[i] = _kept[2 * i];
            _kept.RemoveRange((maxCount + 1) / 2, maxCount / 2);
            _stride *= 2;
            if ((Count - 1) % _stride != 0) return;
        }

        _kept.Add(item);
    }
}
