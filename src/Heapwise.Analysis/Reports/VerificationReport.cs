using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>A program before and after a fix. Schema <c>heapwise.verify/1</c>.</summary>
public sealed record VerificationReport
{
    public const string SchemaName = "heapwise.verify/1";

    public string Schema { get; init; } = SchemaName;

    public required VerificationVerdict Verdict { get; init; }

    /// <summary>Why the verdict is what it is, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>What the report before is about.</summary>
    public required string Before { get; init; }

    /// <summary>What was run now.</summary>
    public required string After { get; init; }

    /// <summary>False where the load was not that of the report before: then nothing is called fixed.</summary>
    public bool IsSameLoad { get; init; } = true;

    /// <summary>The baseline and the rounds, paired by number; as many as the longer of the two runs has.</summary>
    public required IReadOnlyList<VerifiedRound> Rounds { get; init; }

    /// <summary>The findings of the report in its order, then those that it does not have.</summary>
    public required IReadOnlyList<VerifiedFinding> Findings { get; init; }

    /// <summary>Findings of either run that do not count.</summary>
    public required IReadOnlyList<IgnoredFinding> Ignored { get; init; }

    /// <summary>Everything that is known of the run after.</summary>
    public required DiagnosisReport Diagnosis { get; init; }

    /// <param name="before">The report with the findings that should be gone.</param>
    /// <param name="after">The diagnosis of the fixed program, its ignored findings left out already.</param>
    /// <param name="ignored">Fingerprints of findings that do not count; null: none.</param>
    /// <param name="language">The language of the sentences; null: English.</param>
    public static VerificationReport From(
        DiagnosisReport before, DiagnosisReport after, IReadOnlySet<string>? ignored = null, ReportLanguage? language = null)
    {
        language ??= ReportLanguages.English;
        var wanted = before.Findings.Where(finding => ignored?.Contains(finding.Fingerprint) != true).ToList();
        var intervals = after.Rounds.Count - 1; // each round but the baseline ends with a snapshot
        var outcome = LeakVerification.Compare(
            [.. wanted.Select(finding => KnownLeaks.Of(finding, before))],
            [.. after.Findings.Select(finding => KnownLeaks.Of(finding, after))]);
        var loads = OtherLoads(before, after);
        var verdict = outcome.Judge(after.Verdict, intervals);
        if (loads is not null && verdict == VerificationVerdict.Fixed) verdict = VerificationVerdict.Inconclusive;
        var titles = new VerifiedTitles(before, after, outcome, language);
        return new VerificationReport
        {
            Verdict = verdict,
            Reason = language.Describe(new VerificationSummary(
                verdict,
                wanted.Count,
                outcome.CountOf(LeakOutcome.Gone),
                outcome.CountOf(LeakOutcome.Shrunk),
                outcome.CountOf(LeakOutcome.Moved),
                outcome.CountOf(LeakOutcome.New),
                intervals,
                after.Reason,
                loads)),
            IsSameLoad = loads is null,
            Before = before.Target,
            After = after.Target,
            Rounds = VerifiedRound.SideBySide(before, after),
            Findings = [.. outcome.Pairs.Select((pair, i) => VerifiedFinding.From(pair, FindingAt(i, pair), titles))],
            Ignored = [.. after.Ignored, .. LeftOut(before, wanted, after).Select(finding => titles.Ignored(finding))],
            Diagnosis = after,
        };

        // The pairs of the wanted findings come first, in their order; the others are new.
        FindingReport FindingAt(int index, LeakPair pair) => index < wanted.Count ? wanted[index] : FindingOf(pair.After!, after);
    }

    /// <summary>The loads of both runs where they differ; null where they do not, or where one is not known.</summary>
    private static (RunLoad Before, RunLoad After)? OtherLoads(DiagnosisReport before, DiagnosisReport after)
    {
        if (before.Load?.ToFacts() is not { } was || after.Load?.ToFacts() is not { } now) return null;
        return was.IsLike(now) ? null : (was, now);
    }

    private static IEnumerable<FindingReport> LeftOut(DiagnosisReport before, List<FindingReport> wanted, DiagnosisReport after) =>
        before.Findings.Except(wanted).Where(finding => after.Ignored.All(other => other.Fingerprint != finding.Fingerprint));

    private static FindingReport FindingOf(KnownLeak leak, DiagnosisReport report) =>
        report.Findings.First(finding => finding.Fingerprint == leak.Fingerprint);
}

/// <summary>A round of both runs; null where a run has no such round, or compares files.</summary>
public sealed record VerifiedRound
{
    public required int? BeforeRequests { get; init; }

    public required int? AfterRequests { get; init; }

    /// <summary>Used heap after a forced collection.</summary>
    public required long? BeforeHeapUsedBytes { get; init; }

    public required long? AfterHeapUsedBytes { get; init; }

    /// <summary>The usual rounds of both runs. A burst is run only where there is something to confirm, so it has no counterpart.</summary>
    public static IReadOnlyList<VerifiedRound> SideBySide(DiagnosisReport before, DiagnosisReport after)
    {
        var was = before.Rounds.Where(round => !round.IsConfirmation).ToList();
        var now = after.Rounds.Where(round => !round.IsConfirmation).ToList();
        var numbers = Enumerable.Range(0, Math.Max(was.Count, now.Count));
        return [.. numbers.Select(i => From(was.ElementAtOrDefault(i), now.ElementAtOrDefault(i)))];
    }

    private static VerifiedRound From(RoundReport? before, RoundReport? after) => new()
    {
        BeforeRequests = before?.Requests,
        AfterRequests = after?.Requests,
        BeforeHeapUsedBytes = before?.HeapUsedBytes,
        AfterHeapUsedBytes = after?.HeapUsedBytes,
    };
}
