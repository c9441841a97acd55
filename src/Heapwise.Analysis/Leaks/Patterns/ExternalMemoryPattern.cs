using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Memory outside V8's heap grows, and no object of the heap that could be removed accounts for it.</summary>
/// <param name="IsWebAssembly">True where it is the memory of a WebAssembly module, which the heap shows.</param>
public sealed record ExternalMemoryPattern(bool IsWebAssembly = false) : LeakPattern
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
