using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Memory outside V8's heap grows, and no object of the heap accounts for it.</summary>
public sealed record ExternalMemoryPattern : LeakPattern
{
    public override string Name => "external-memory";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class ExternalMemoryRecognizer : ProcessRecognizer
{
    private const double MinBytesPerRound = 128_000;

    public override RecognizedGrowth? Find(ProcessGrowth growth) => FindTrend(growth) is { } trend
        ? new RecognizedGrowth(new ExternalMemoryPattern(), trend, growth.BytesOf(trend), trend.Trend.Confidence, null, null)
        : null;

    public static MeasureTrend? FindTrend(ProcessGrowth growth) =>
        growth.FindGrowing(Measure.External, MinBytesPerRound) is { } trend
        && growth.HeapBytesPerRound < ExplainedShare * trend.Trend.SlopePerRound
            ? trend
            : null;
}
