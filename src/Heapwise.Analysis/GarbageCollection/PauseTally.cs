namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// Pauses counted by length, in microseconds. V8 writes them to 0.01 ms or 0.1 ms, so a log of any length has few different ones:
/// percentiles are exact, and memory is about 12 bytes for each different length.
/// </summary>
public sealed class PauseTally
{
    private readonly Dictionary<long, long> _countByMicroseconds = [];

    public long Count { get; private set; }

    public TimeSpan Total { get; private set; }

    public TimeSpan Max { get; private set; }

    public void Add(TimeSpan pause)
    {
        var microseconds = (long)Math.Round(pause.TotalMicroseconds);
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_countByMicroseconds, microseconds, out _)++;
        Count++;
        Total += pause;
        if (pause > Max) Max = pause;
    }

    /// <summary>For each share, the shortest pause that at least this share of all pauses do not exceed (nearest rank).</summary>
    /// <param name="shares">Rising.</param>
    public IReadOnlyList<TimeSpan> Percentiles(params ReadOnlySpan<double> shares)
    {
        var result = new TimeSpan[shares.Length];
        if (Count == 0) return result;
        var at = 0;
        var seen = 0L;
        foreach (var (microseconds, count) in _countByMicroseconds.OrderBy(entry => entry.Key))
        {
            seen += count;
            while (at < shares.Length && seen >= Math.Max(1, (long)Math.Ceiling(shares[at] * Count)))
            {
                result[at++] = TimeSpan.FromMicroseconds(microseconds);
            }
        }

        return result;
    }
}
