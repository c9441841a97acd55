namespace Heapwise.Analysis.Leaks.Verification;

/// <summary>A leak of a diagnosis, as far as another diagnosis is compared with it. One may come from a report that was stored.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="HolderName">The holder's name as the program writes it; null where there is none.</param>
/// <param name="EntryClass">The class of what is put into the holder; null where growth leaves no objects.</param>
/// <param name="Growth">How fast it grows.</param>
/// <param name="Confidence">How sure it is.</param>
public sealed record KnownLeak(string Fingerprint, string? HolderName, string? EntryClass, GrowthRate Growth, Confidence Confidence);

/// <summary>How fast something grows.</summary>
/// <param name="BytesPerRound">Bytes per usual round.</param>
/// <param name="BytesPerRequest">Bytes per request; null where requests are not counted.</param>
/// <param name="BytesPerSecond">Bytes per second; null where the leak does not keep pace with time.</param>
public sealed record GrowthRate(double BytesPerRound, double? BytesPerRequest, double? BytesPerSecond = null)
{
    /// <summary>This rate as a share of an earlier one; 1 where there was no growth to compare with.</summary>
    public double RatioTo(GrowthRate before) =>
        Ratio(before.BytesPerSecond, BytesPerSecond)
        ?? Ratio(before.BytesPerRequest, BytesPerRequest)
        ?? Ratio(before.BytesPerRound, BytesPerRound)
        ?? 1;

    private static double? Ratio(double? before, double? now) => before > 0 ? now / before : null;
}
