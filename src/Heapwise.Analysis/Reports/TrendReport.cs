using Heapwise.Analysis.Language;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>How one measure changed over the rounds.</summary>
public sealed record TrendReport
{
    /// <summary><c>heapUsed</c>, <c>external</c>, <c>arrayBuffers</c>, <c>rss</c>, <c>fileDescriptors</c>.</summary>
    public required string Measure { get; init; }

    /// <summary><c>growing</c>, <c>plateau</c>, <c>backlog</c>, <c>steady</c>, <c>unknown</c>.</summary>
    public required string Verdict { get; init; }

    public required double SlopePerRound { get; init; }

    public required Confidence Confidence { get; init; }

    public required string Reason { get; init; }

    public static TrendReport From(MeasureTrend row, ReportLanguage language) => new()
    {
        Measure = row.Measure switch
        {
            Process.Measure.HeapUsed => "heapUsed",
            Process.Measure.External => "external",
            Process.Measure.ArrayBuffers => "arrayBuffers",
            Process.Measure.Rss => "rss",
            _ => "fileDescriptors",
        },
        Verdict = row.Trend.Verdict.ToString().ToLowerInvariant(),
        SlopePerRound = row.Trend.SlopePerRound,
        Confidence = row.Trend.Confidence,
        Reason = language.Describe(row.Trend.Reason),
    };
}
