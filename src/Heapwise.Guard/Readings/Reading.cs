namespace Heapwise.Guard.Readings;

/// <summary>What was read of a target at one moment.</summary>
/// <param name="At">By a clock that nobody sets: the time since the machine started.</param>
/// <param name="Time">The same for people.</param>
/// <param name="Age">How long the process had run.</param>
/// <param name="Values">What could be read.</param>
public sealed record Reading(TimeSpan At, DateTimeOffset Time, TimeSpan Age, IReadOnlyDictionary<Figure, double> Values)
{
    /// <summary>Null where it could not be read.</summary>
    public double? Find(Figure figure) => Values.TryGetValue(figure, out var value) ? value : null;

    /// <summary>
    /// What fills up until V8 gives up, and its limit: the old generation; where only the whole heap is known, that. Null where neither is.
    /// </summary>
    public (double Used, double Limit)? FindHeap() => FindHeap(Find);

    /// <inheritdoc cref="FindHeap()"/>
    public static (double Used, double Limit)? FindHeap(Func<Figure, double?> find) =>
        FindPair(find, Figure.OldSpace, Figure.OldLimit) ?? FindPair(find, Figure.HeapUsed, Figure.HeapLimit);

    private static (double Used, double Limit)? FindPair(Func<Figure, double?> find, Figure used, Figure limit) =>
        find(used) is { } part && find(limit) is { } whole and > 0 ? (part, whole) : null;

    /// <summary>One as a share of another; null where either is missing.</summary>
    public double? FindShare(Figure part, Figure whole) => Find(part) / Find(whole) is { } share && double.IsFinite(share) ? share : null;
}
