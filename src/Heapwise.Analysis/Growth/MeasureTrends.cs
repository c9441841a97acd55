using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Reports;

namespace Heapwise.Analysis.Growth;

/// <summary>The trend of each measure that the rounds have, judged apart: the heap may be flat while descriptors or resident memory grow.</summary>
public static class MeasureTrends
{
    public const string HeapUsed = "heapUsed";
    public const string External = "external";
    public const string ArrayBuffers = "arrayBuffers";
    public const string Rss = "rss";
    public const string FileDescriptors = "fileDescriptors";

    /// <summary>Resident memory moves with the collector and with every snapshot taken.</summary>
    private const double RssNoise = 6 * 1024 * 1024;

    private const double DescriptorNoise = 2;

    public static IReadOnlyList<TrendReport> Of(IReadOnlyList<RoundEvidence> rounds, AdviceTexts texts)
    {
        var trends = new List<TrendReport>();
        Add(HeapUsed, round => round.HeapUsedBytes, Trend.ByteNoise);
        Add(External, round => round.ExternalBytes, Trend.ByteNoise);
        Add(ArrayBuffers, round => round.ArrayBuffersBytes, Trend.ByteNoise);
        Add(Rss, round => round.RssBytes, RssNoise);
        Add(FileDescriptors, round => round.FileDescriptors, DescriptorNoise);
        return trends;

        void Add(string measure, Func<RoundEvidence, long?> of, double noise)
        {
            var values = rounds.Select(of).ToList();
            if (values.Count == 0 || values.Any(value => value is null)) return;
            var trend = Trend.Of(ByUsualRounds([.. values.Select(value => value!.Value)], rounds), noise); // none is null
            trends.Add(new TrendReport
            {
                Measure = measure,
                Verdict = trend.Verdict.ToString().ToLowerInvariant(),
                SlopePerRound = Math.Round(trend.SlopePerRound, 1),
                Confidence = trend.Confidence,
                Reason = texts.TrendReason(trend.Reason),
            });
        }
    }

    /// <summary>The floors as if every round had been as long as the usual one: a burst of ten counts a tenth of what it added.</summary>
    private static List<double> ByUsualRounds(IReadOnlyList<long> values, IReadOnlyList<RoundEvidence> rounds)
    {
        List<double> floors = [values[0]];
        for (var i = 1; i < values.Count; i++) floors.Add(floors[^1] + ((values[i] - values[i - 1]) / (double)rounds[i].Worth));
        return floors;
    }
}
