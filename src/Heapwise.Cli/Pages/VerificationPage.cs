using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>
/// The page of <c>heapwise verify</c>: the verdict, what became of each finding, the heap of both runs side by side, and what is left
/// to fix.
/// </summary>
internal static class VerificationPage
{
    private const int BarWidth = 12;

    public static Page Of(VerificationReport report)
    {
        var text = DiagnosisText.For(report.Diagnosis.Language);
        var page = new Page { Language = report.Diagnosis.Language }
            .Say(Badge(report.Verdict, text), "  ", new Piece(report.Reason, Tone.Strong));
        page.Note(report.Before == report.After ? report.After : text.AfterAndBefore(report.After, report.Before));
        Outcomes(page, report.Findings, text);
        DiagnosisPage.Ignored(page, report.Ignored, text);
        Curve(page, report.Rounds, text);
        foreach (var finding in Left(report))
        {
            DiagnosisPage.Finding(page, finding, text, "");
            var confidence = ReportLanguages.FindOrDefault(report.Diagnosis.Language).NameOf(finding.Confidence);
            page.Note(text.Sureness(null, confidence, [], finding.Fingerprint));
        }

        return page;
    }

    private static Piece Badge(VerificationVerdict verdict, DiagnosisText text) => new(text.VerificationBadge(verdict), verdict switch
    {
        VerificationVerdict.Fixed => Tone.Good,
        VerificationVerdict.NotFixed => Tone.Bad,
        _ => Tone.Strong,
    });

    private static void Outcomes(Page page, IReadOnlyList<VerifiedFinding> findings, DiagnosisText text)
    {
        var isByRequest = findings.All(finding => HasRequests(finding.Before) && HasRequests(finding.After));
        page.Heading(isByRequest ? text.LeaksByRequest : text.LeaksByRound).Table(
            [new("", Fit.Word), new(text.Before), new(text.Now), new(text.Finding, Fit.CutEnd)], [.. findings.Select(Row)]);

        IReadOnlyList<Cell> Row(VerifiedFinding finding)
        {
            var tone = finding.Outcome == LeakOutcome.Gone ? Tone.Good : Tone.Bad;
            return [new Piece(text.Outcome(finding.Outcome), tone), Rate(finding.Before), Rate(finding.After), finding.Title];
        }

        Cell Rate(GrowthReport? growth) =>
            growth is null ? "–" : ByteSize.Format(isByRequest ? growth.BytesPerRequest!.Value : growth.BytesPerRound);
    }

    private static bool HasRequests(GrowthReport? growth) => growth is null or { BytesPerRequest: not null };

    /// <summary>
    /// The bars show what each run gained since its baseline, both on one scale. The baseline itself is most of a heap and would hide
    /// the gain.
    /// </summary>
    private static void Curve(Page page, IReadOnlyList<VerifiedRound> rounds, DiagnosisText text)
    {
        if (rounds.All(round => round is { BeforeHeapUsedBytes: null, AfterHeapUsedBytes: null })) return; // files have no such figures
        var before = rounds.Select(round => round.BeforeHeapUsedBytes).ToList();
        var after = rounds.Select(round => round.AfterHeapUsedBytes).ToList();
        var most = Math.Max(MaxGain(before), MaxGain(after));
        Column[] columns =
        [
            new(text.Round, Fit.Word), new(text.Before), new(text.Change), new("", Fit.Word, Rank: 1), new(text.Now), new(text.Change),
            new("", Fit.Word, Rank: 1), new(text.Requests, Rank: 2),
        ];
        var rows = rounds.Select((round, i) => (IReadOnlyList<Cell>)
        [
            i == 0 ? text.Baseline : Counts.Format(i), .. Floor(before, i, most), .. Floor(after, i, most), Requests(round),
        ]);
        page.Heading(text.HeapAfterEachRound).Add(new TableBlock(columns, [.. rows]) { IsDrawn = true });
    }

    /// <summary>A floor, its change since the round before, and its gain since the baseline as a bar.</summary>
    private static Cell[] Floor(List<long?> floors, int at, long most)
    {
        if (floors[at] is not { } bytes) return ["", "", ""];
        Cell change = at > 0 && bytes - floors[at - 1] is { } grown
            ? new Piece(ByteSize.FormatChange(grown), grown > 0 ? Tone.Bad : Tone.Good)
            : "";
        var width = most > 0 ? (int)Math.Round((double)BarWidth * Gain(floors, at) / most) : 0;
        return [ByteSize.Format(bytes), change, new Piece(new string('█', width), Tone.Dim)];
    }

    private static long MaxGain(List<long?> floors) => Enumerable.Range(0, floors.Count).Max(at => Gain(floors, at));

    private static long Gain(List<long?> floors, int at) => Math.Max(0, floors[at] - floors[0] ?? 0);

    private static string Requests(VerifiedRound round) => (round.BeforeRequests, round.AfterRequests) switch
    {
        (null, null) => "",
        ({ } before, { } now) when before == now => Counts.Format(now),
        var (before, now) => $"{Text(before)} / {Text(now)}",
    };

    private static string Text(int? requests) => requests is { } count ? Counts.Format(count) : "–";

    /// <summary>The findings of the later run: all of them are still to be fixed.</summary>
    private static IEnumerable<FindingReport> Left(VerificationReport report) =>
        report.Findings.Where(finding => finding.AfterFingerprint is not null)
            .Select(finding => report.Diagnosis.Findings.First(other => other.Fingerprint == finding.AfterFingerprint));
}
