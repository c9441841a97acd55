using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks.Verification;

namespace Heapwise.Analysis.Reports;

/// <summary>What became of a finding.</summary>
public sealed record VerifiedFinding
{
    public required LeakOutcome Outcome { get; init; }

    /// <summary>As in the report before, or of the new finding.</summary>
    public required string Fingerprint { get; init; }

    public required string Pattern { get; init; }

    public required string Title { get; init; }

    /// <summary>Null for a new finding.</summary>
    public required GrowthReport? Before { get; init; }

    /// <summary>Null where it is gone.</summary>
    public required GrowthReport? After { get; init; }

    /// <summary>The fingerprint among the findings of the diagnosis; null where it is gone.</summary>
    public required string? AfterFingerprint { get; init; }

    internal static VerifiedFinding From(LeakPair pair, FindingReport finding, VerifiedTitles titles) => new()
    {
        Outcome = pair.Outcome,
        Fingerprint = finding.Fingerprint,
        Pattern = finding.Pattern,
        Title = pair.Outcome == LeakOutcome.New ? finding.Title : titles.TitleOf(finding),
        Before = pair.Before is { } before ? GrowthReport.From(before.Growth) : null,
        After = pair.After is { } after ? GrowthReport.From(after.Growth) : null,
        AfterFingerprint = pair.After?.Fingerprint,
    };
}

/// <summary>Titles for findings of a report that may be in another language than the page.</summary>
internal sealed class VerifiedTitles(DiagnosisReport before, DiagnosisReport after, LeakVerification outcome, ReportLanguage language)
{
    private readonly bool _isTranslated = before.Language != language.Code;

    public string TitleOf(FindingReport finding)
    {
        if (!_isTranslated) return finding.Title;
        return outcome.Pairs.Any(IsStillThere)
            ? after.Findings.First(now => now.Fingerprint == finding.Fingerprint).Title
            : language.ShortTitle(finding.Pattern, finding.Holder.Name ?? finding.Holder.ClassName);

        bool IsStillThere(LeakPair pair) =>
            pair.Before?.Fingerprint == finding.Fingerprint && pair.After?.Fingerprint == finding.Fingerprint;
    }

    public IgnoredFinding Ignored(FindingReport finding) => new() { Fingerprint = finding.Fingerprint, Title = TitleOf(finding) };
}
