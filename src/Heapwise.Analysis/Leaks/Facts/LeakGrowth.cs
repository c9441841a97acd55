namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>How much leaks, and how fast.</summary>
/// <param name="Bytes">Bytes of the leaked objects that were born while the program was watched.</param>
/// <param name="BytesPerRound">The same per usual round.</param>
/// <param name="BytesPerRequest">The same per request; null where requests are not counted.</param>
/// <param name="Rate">The rate that holds: by requests, by time or by rounds.</param>
/// <param name="Classes">Leaked objects by class, what is put into the holder first, then the most frequent.</param>
/// <param name="Entry">The class of what is put into the holder; null where growth leaves no objects (numbers, text).</param>
public sealed record LeakGrowth(
    long Bytes,
    double BytesPerRound,
    double? BytesPerRequest,
    LeakRate Rate,
    IReadOnlyList<ClassGrowth> Classes,
    ClassGrowth? Entry);

/// <summary>Leaked objects of one class.</summary>
/// <param name="Name">The class as the summary names it.</param>
/// <param name="Born">Objects by interval.</param>
/// <param name="PerRequest">
/// Objects per request: a whole number where all intervals agree on it. Null where requests are not counted.
/// </param>
public sealed record ClassGrowth(string Name, IReadOnlyList<long> Born, double? PerRequest)
{
    /// <summary>True of objects with a part outside the heap that V8 does not know the size of.</summary>
    public bool HasNativePart { get; init; }

    /// <summary>
    /// Milliseconds that the timers wait at most of which each object has one that runs once and may remove it; null where they have none.
    /// </summary>
    public long? WaitMs { get; init; }
}
