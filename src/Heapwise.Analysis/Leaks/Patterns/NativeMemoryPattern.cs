using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Only the resident memory of the process grows.</summary>
public sealed record NativeMemoryPattern : LeakPattern
{
    public override string Name => "native-memory";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class NativeMemoryRecognizer : ProcessRecognizer
{
    /// <summary>Snapshots alone make resident memory rise by a few megabytes each.</summary>
    private const double MinBytesPerRound = 8_000_000;

    public override RecognizedGrowth? Find(ProcessGrowth growth)
    {
        // Resident memory of a few rounds says little: the allocator keeps what a peak needed.
        if (!growth.Rounds.Any(round => round.Weight > 1)) return null;
        if (growth.Leaks.Any(leak => leak.Growth.Entry is { HasNativePart: true })) return null;
        if (growth.FindGrowing(Measure.Rss, MinBytesPerRound) is not { } trend) return null;
        var external = ExternalMemoryRecognizer.FindTrend(growth)?.Trend.SlopePerRound ?? 0;
        var heap = growth.Trends.FirstOrDefault(row => row.Measure == Measure.HeapUsed)?.Trend.SlopePerRound ?? 0;
        var known = Math.Max(growth.HeapBytesPerRound, Math.Max(heap, external));
        if (known >= ExplainedShare * trend.Trend.SlopePerRound) return null;
        return new RecognizedGrowth(new NativeMemoryPattern(), trend, growth.BytesOf(trend), Confidence.Medium, null, null);
    }
}
