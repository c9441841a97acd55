using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Whether it is sampled once more, with a shorter interval. The first interval follows from all that the target allocates, and a leak that
/// is small next to that leaves few samples or none. So where the heap is larger after each round, and no function or only a few samples of
/// one are found, the interval is chosen from that growth.
///
/// Cost: the rounds once more, without a warm-up, and in them up to sixteen times as many samples. Two small servers took 10 and 36 % more
/// processor time for a request, where the first pass took 3 to 6 % (Node 24, busy machine). That is for a load that we make. Real work is
/// sampled four times as often at most, 400 times a second, and only where memory grows beyond doubt, because its rounds are long.
/// </summary>
internal static class FinerSampling
{
    /// <summary>Samples that the growth of a usual round is to leave.</summary>
    private const int SamplesPerRound = 64;

    /// <summary>Samples of a function in the usual rounds that are enough to go on with.</summary>
    private const int MinSamples = 24;

    /// <summary>What code that is compiled, and the like, adds to any heap.</summary>
    private const long MinBytesPerRound = 8 << 10;

    private const long MinIntervalBytes = 512;

    /// <summary>The first interval gives at most 500 samples a second.</summary>
    private const int MaxTimes = 16;

    /// <summary>The first interval gives at most 100 samples a second.</summary>
    private const int MaxTimesInProduction = 4;

    /// <summary>Null where a second pass would tell no more, or is not allowed.</summary>
    /// <param name="diagnosis">What the usual rounds showed.</param>
    /// <param name="intervalBytes">Their interval.</param>
    /// <param name="isInProduction">True for work that is not ours.</param>
    /// <param name="options">What is allowed.</param>
    public static long? FindInterval(LeakDiagnosis diagnosis, long intervalBytes, bool isInProduction, DiagnosisOptions options)
    {
        if (diagnosis.Leaks.Any(leak => isInProduction || IsWellSampled(leak)) || !IsRoomFor(diagnosis.Rounds, options)) return null;
        if (FindGrowth(diagnosis, isInProduction) is not { } bytesPerRound) return null;
        var finest = Math.Max(MinIntervalBytes, intervalBytes / (isInProduction ? MaxTimesInProduction : MaxTimes));
        var finer = intervalBytes;
        while (finer > finest && finer * SamplesPerRound > bytesPerRound) finer /= 2;
        return finer < intervalBytes ? finer : null;
    }

    /// <summary>Less may fall below what the confirmation asks for by chance alone.</summary>
    private static bool IsWellSampled(Leak leak) =>
        leak.Evidence is not LeakEvidence.LiveSamples live || live.Samples.Sum() >= MinSamples;

    /// <summary>What a usual round adds to the heap; null where it is not larger after each of them.</summary>
    private static long? FindGrowth(LeakDiagnosis diagnosis, bool isInProduction)
    {
        var isSure = diagnosis.Trends.Any(row =>
            row is { Measure: Measure.HeapUsed or Measure.ArrayBuffers, Trend: { Verdict: TrendVerdict.Growing, SlopePerRound: > 0 } });
        var floors = diagnosis.Rounds.Select(round => round.Find(Measure.HeapUsed)).OfType<long>().ToList();
        if (floors.Count < 3) return null;
        var rises = floors.Zip(floors.Skip(1)).All(pair => pair.Second > pair.First);
        var bytes = (floors[^1] - floors[0]) / (floors.Count - 1);
        if (isSure) return Math.Max(bytes, MinBytesPerRound);
        return !isInProduction && rises && bytes >= MinBytesPerRound ? bytes : null;
    }

    /// <summary>The same rounds, and a burst of one at least.</summary>
    private static bool IsRoomFor(IReadOnlyList<Round> rounds, DiagnosisOptions options)
    {
        var needed = (2 * (rounds.Count - 1)) + 2;
        if (options.MaxRounds < needed) return false;
        return options.MaxRequests is not { } most || rounds[^1].Requests is not { } perRound || most >= needed * (long)perRound;
    }
}
