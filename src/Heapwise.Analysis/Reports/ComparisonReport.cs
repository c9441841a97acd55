using System.Text.Json.Serialization;
using Heapwise.Analysis.Leaks.Verification;

namespace Heapwise.Analysis.Reports;

/// <summary>A scenario beside an earlier run of it: what a change made better or worse.</summary>
public sealed record ComparisonReport
{
    /// <summary>A known leak may grow by so much without being a new problem: runs of one program differ by a few per cent.</summary>
    private const double MaxGrowthOfKnown = 1.25;

    /// <summary>The baseline file, or the version of the repository.</summary>
    public required string With { get; init; }

    public required BaselineRun Before { get; init; }

    /// <summary>Those of the run before, then those that are new.</summary>
    public required IReadOnlyList<ComparedFinding> Findings { get; init; }

    /// <summary>Findings of this run that were there before and have not become worse.</summary>
    [JsonIgnore]
    public IReadOnlySet<string> KnownFingerprints =>
        Findings.Where(finding => finding is { IsKnown: true, AfterFingerprint: not null }).Select(finding => finding.AfterFingerprint!)
            .ToHashSet(StringComparer.Ordinal);

    public static ComparisonReport From(string with, BaselineRun before, BaselineRun after)
    {
        var compared = LeakVerification.Compare(
            [.. before.Findings.Select(finding => finding.ToKnownLeak())], [.. after.Findings.Select(finding => finding.ToKnownLeak())]);
        return new ComparisonReport
        {
            With = with,
            Before = before,
            Findings = [.. compared.Pairs.Select(pair => From(pair, before, after))],
        };
    }

    private static ComparedFinding From(LeakPair pair, BaselineRun before, BaselineRun after)
    {
        var change = pair is { Before: { } was, After: { } now } ? now.Growth.RatioTo(was.Growth) : (double?)null;
        return new ComparedFinding
        {
            BeforeFingerprint = pair.Before?.Fingerprint,
            AfterFingerprint = pair.After?.Fingerprint,
            Title = after.Findings.Concat(before.Findings)
                .First(finding => finding.Fingerprint == (pair.After ?? pair.Before)!.Fingerprint).Title, // a pair has one of them
            Outcome = pair.Outcome,
            RateChange = change is { } ratio ? Math.Round(ratio, 2) : null,
            IsKnown = pair.Before is not null && !(change > MaxGrowthOfKnown),
        };
    }
}

/// <summary>A finding of one run or both.</summary>
public sealed record ComparedFinding
{
    public required string? BeforeFingerprint { get; init; }

    public required string? AfterFingerprint { get; init; }

    public required string Title { get; init; }

    public required LeakOutcome Outcome { get; init; }

    /// <summary>Its rate as a share of the rate before; null where one of them is missing.</summary>
    public required double? RateChange { get; init; }

    /// <summary>False for one that fails the scenario: it is new, or grows faster.</summary>
    public required bool IsKnown { get; init; }
}
