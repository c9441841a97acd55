using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Reports;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Two diagnoses of one program, before and after a repair, compared finding by finding. The same leak has the same fingerprint in
/// both. One whose fingerprint is missing has moved if a finding that matches nothing else has the same holder by name, or leaves the
/// same objects behind: a class of the program's own says so by its name, one of the language (an Array, a closure) only together with
/// its rate. Rates are compared by request where both runs count requests, else by round.
/// </summary>
public static class Verification
{
    /// <summary>Runs of one program differ by a few per cent at the most; what lost a fifth was repaired in part.</summary>
    private const double ShrunkShare = 0.8;

    /// <summary>Rates of one and the same leak lie within this share of each other.</summary>
    private const double RateTolerance = 0.25;

    private static readonly HashSet<string> LanguageClasses = new(StringComparer.Ordinal)
    {
        "Array", "ArrayBuffer", "Buffer", "Date", "Error", "Function", "Map", "Object", "Promise", "RegExp", "Set", "Uint8Array", "WeakMap", "WeakRef", "WeakSet",
        "number", "string", "symbol", "bigint",
    };

    /// <param name="before">The report with the findings that are to be gone.</param>
    /// <param name="after">The diagnosis of the repaired program, its ignored findings left out already.</param>
    /// <param name="ignored">Fingerprints of findings that do not count; null: none.</param>
    /// <param name="texts">The language of the sentences; English if null.</param>
    public static VerificationReport Of(DiagnosisReport before, DiagnosisReport after, IReadOnlySet<string>? ignored = null, AdviceTexts? texts = null)
    {
        texts ??= AdviceTexts.English;
        var wanted = before.Findings.Where(finding => ignored?.Contains(finding.Fingerprint) != true).ToList();
        var pairs = PairsOf(wanted, after.Findings, (was, now) => RateRatio(GrowthOf(was, before), GrowthOf(now, after)));
        var added = after.Findings.Except(pairs.Values).ToList();
        var isTranslated = before.Language != texts.Language;
        List<VerifiedFinding> findings =
        [
            .. wanted.Select(finding => pairs.TryGetValue(finding, out var now)
                ? Describe(finding, TitleOf(finding), GrowthOf(finding, before), GrowthOf(now, after), now)
                : Describe(finding, TitleOf(finding), GrowthOf(finding, before), null, null)),
            .. added.Select(finding => Describe(finding, finding.Title, null, GrowthOf(finding, after), finding)),
        ];
        var facts = new VerificationFacts(
            wanted.Count, CountOf(FindingOutcome.Gone), CountOf(FindingOutcome.Shrunk), CountOf(FindingOutcome.Moved), added.Count, RungsOf(after), after.Reason);
        var (verdict, reason) = Judge(facts, after, isNewSure: added.Any(finding => finding.Confidence >= Confidence.Medium), texts);
        return new VerificationReport
        {
            Verdict = verdict,
            Reason = reason,
            Before = before.Target,
            After = after.Target,
            Rounds = RoundsOf(before, after),
            Findings = findings,
            Ignored = [.. after.Ignored, .. before.Findings.Except(wanted).Where(finding => after.Ignored.All(other => other.Fingerprint != finding.Fingerprint)).Select(finding => new IgnoredFinding { Fingerprint = finding.Fingerprint, Title = TitleOf(finding) })],
            Diagnosis = after,
        };

        // The report's sentences are in its own language; a page has one.
        string TitleOf(FindingReport finding) =>
            !isTranslated ? finding.Title
            : pairs.TryGetValue(finding, out var now) && now.Fingerprint == finding.Fingerprint ? now.Title
            : texts.ShortTitle(finding.Pattern, finding.Holder.Name ?? finding.Holder.ClassName);

        int CountOf(FindingOutcome outcome) => findings.Count(finding => finding.Outcome == outcome);
    }

    /// <summary>Fixed is a claim: where the run after leaves a question open, or was too short to show a leak, it is not made.</summary>
    private static (VerificationVerdict Verdict, string Reason) Judge(VerificationFacts facts, DiagnosisReport after, bool isNewSure, AdviceTexts texts)
    {
        if (facts.Gone < facts.Findings || isNewSure) return (VerificationVerdict.NotFixed, texts.NotFixed(facts));
        return after.Verdict != Verdict.NoLeak || facts.Rungs < 2
            ? (VerificationVerdict.Inconclusive, texts.NotProved(facts))
            : (VerificationVerdict.Fixed, texts.Fixed(facts));
    }

    /// <summary>The findings of the report that are found again, surest sign first, each with one of the run after.</summary>
    private static Dictionary<FindingReport, FindingReport> PairsOf(IReadOnlyList<FindingReport> before, IReadOnlyList<FindingReport> after, Func<FindingReport, FindingReport, double> ratio)
    {
        Func<FindingReport, FindingReport, bool>[] signs =
        [
            (was, now) => was.Fingerprint == now.Fingerprint,
            (was, now) => was.Holder.Name is { } name && name == now.Holder.Name,
            (was, now) => EntryOf(was) is { } entry && entry == EntryOf(now) && IsOfProgram(entry),
            (was, now) => EntryOf(was) is { } entry && entry == EntryOf(now) && Math.Abs(ratio(was, now) - 1) <= RateTolerance,
        ];
        var pairs = new Dictionary<FindingReport, FindingReport>(ReferenceEqualityComparer.Instance);
        var left = after.ToList();
        foreach (var sign in signs)
        {
            foreach (var was in before.Where(finding => !pairs.ContainsKey(finding)))
            {
                if (left.FirstOrDefault(now => sign(was, now)) is not { } found) continue;
                pairs.Add(was, found);
                left.Remove(found);
            }
        }

        return pairs;
    }

    /// <summary>The class of what is put into the holder: the first that a finding lists.</summary>
    private static string? EntryOf(FindingReport finding) => finding.SurvivorsPerRound.Keys.FirstOrDefault();

    private static bool IsOfProgram(string className) =>
        !LanguageClasses.Contains(className) && !className.StartsWith('(') && !className.StartsWith("system / ", StringComparison.Ordinal);

    private static VerifiedFinding Describe(FindingReport finding, string title, GrowthReport? before, GrowthReport? after, FindingReport? now) => new()
    {
        Outcome = (before, after) switch
        {
            (null, _) => FindingOutcome.New,
            (_, null) => FindingOutcome.Gone,
            _ when now!.Fingerprint != finding.Fingerprint => FindingOutcome.Moved, // a finding with growth after is one of the run after
            _ => RateRatio(before, after) < ShrunkShare ? FindingOutcome.Shrunk : FindingOutcome.StillThere,
        },
        Fingerprint = finding.Fingerprint,
        Pattern = finding.Pattern,
        Title = title,
        Before = before,
        After = after,
        AfterFingerprint = now?.Fingerprint,
    };

    /// <summary>The usual rounds side by side: a burst is made only where there is something to confirm, so it has no counterpart.</summary>
    private static List<VerifiedRound> RoundsOf(DiagnosisReport before, DiagnosisReport after)
    {
        var was = before.Rounds.Where(round => !round.IsConfirmation).ToList();
        var now = after.Rounds.Where(round => !round.IsConfirmation).ToList();
        return [.. Enumerable.Range(0, Math.Max(was.Count, now.Count)).Select(i => Describe(was.ElementAtOrDefault(i), now.ElementAtOrDefault(i)))];
    }

    private static VerifiedRound Describe(RoundReport? before, RoundReport? after) => new()
    {
        BeforeRequests = before?.Requests,
        AfterRequests = after?.Requests,
        BeforeHeapUsedBytes = before?.HeapUsedBytes,
        AfterHeapUsedBytes = after?.HeapUsedBytes,
    };

    private static GrowthReport GrowthOf(FindingReport finding, DiagnosisReport report) =>
        new() { BytesPerRound = Math.Round(finding.GrowthBytes / (double)Math.Max(1, report.Rounds.Skip(1).Sum(round => round.Worth))), BytesPerRequest = finding.BytesPerRequest };

    /// <summary>After by before; 1 where there was no growth to compare with.</summary>
    private static double RateRatio(GrowthReport before, GrowthReport after) => (before.BytesPerRequest, after.BytesPerRequest) switch
    {
        ( > 0 and var was, { } now) => now / was,
        _ => before.BytesPerRound > 0 ? after.BytesPerRound / before.BytesPerRound : 1,
    };

    /// <summary>Each round but the baseline ends with a snapshot.</summary>
    private static int RungsOf(DiagnosisReport report) => report.Rounds.Count - 1;
}
