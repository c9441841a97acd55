using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Reports;

/// <summary>Findings of a report, to be compared with those of another run.</summary>
internal static class KnownLeaks
{
    public static KnownLeak Of(FindingReport finding, DiagnosisReport report)
    {
        var rounds = Math.Max(1, report.Rounds.Skip(1).Sum(round => round.Worth));
        var perSecond = finding.Rate is { Basis: RateBasis.Second } rate ? rate.Bytes : (double?)null;
        return new KnownLeak(
            finding.Fingerprint,
            finding.Holder.Name,
            finding.SurvivorsPerRound.Keys.FirstOrDefault(),
            new GrowthRate(Math.Round(finding.GrowthBytes / (double)rounds), finding.BytesPerRequest, perSecond),
            finding.Confidence);
    }
}
