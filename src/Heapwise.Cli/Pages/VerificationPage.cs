using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise verify</c>: the verdict in a line, what became of each finding, the heap of both runs side by side, and what is left to repair.</summary>
internal static class VerificationPage
{
    private const int BarWidth = 12;

    public static Page Of(VerificationReport report)
    {
        var text = DiagnosisText.For(report.Diagnosis.Language);
        var page = new Page().Say(Badge(report.Verdict, text), "  ", new Piece(report.Reason, Tone.Strong));
        page.Note(report.Before == report.After ? report.After : text.AfterAndBefore(report.After, report.Before));
        Outcomes(page, report.Findings, text);
        DiagnosisPage.Ignored(page, report.Ignored, text);
        Curve(page, report.Rounds, text);
        foreach (var finding in Left(report))
        {
            DiagnosisPage.Finding(page, finding, text, "");
            page.Note(text.Sureness(null, ReportLanguage.FindOrDefault(report.Diagnosis.Language).NameOf(finding.Confidence), [], finding.Fingerprint));
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
        var isByRequest = findings.All(finding => finding is { Before: null or { BytesPerRequest: not null }, After: null or { BytesPerRequest: not null } });
        page.Heading(isByRequest ? text.LeaksByRequest : text.LeaksByRound).Table(
            [new("", Fit.Word), new(text.Before), new(text.Now), new(text.Finding, Fit.CutEnd)],
            [.. findings.Select(finding => (IReadOnlyList<Cell>)[new Piece(text.Outcome(finding.Outcome), finding.Outcome == LeakOutcome.Gone ? Tone.Good : Tone.Bad), Rate(finding.Before), Rate(finding.After), finding.Title])]);

        Cell Rate(GrowthReport? growth) => growth is null ? "–" : Units.Bytes((long)Math.Round(isByRequest ? growth.BytesPerRequest!.Value : growth.BytesPerRound));
    }

    /// <summary>Bars show what each run gained since its baseline, both to one scale: the baseline itself, most of a heap, would hide it.</summary>
    private static void Curve(Page page, IReadOnlyList<VerifiedRound> rounds, DiagnosisText text)
    {
        if (rounds.All(round => round is { BeforeHeapUsedBytes: null, AfterHeapUsedBytes: null })) return; // files tell no such figures
        var most = rounds.Max(round => Math.Max(Gain(round, other => other.BeforeHeapUsedBytes), Gain(round, other => other.AfterHeapUsedBytes)));
        Column[] columns = [new(text.Round, Fit.Word), new(text.Before), new(text.Change), new("", Fit.Word, Rank: 1), new(text.Now), new(text.Change), new("", Fit.Word, Rank: 1), new(text.Requests, Rank: 2)];
        var rows = rounds.Select((round, i) => (IReadOnlyList<Cell>)[i == 0 ? text.Baseline : Units.Count(i), .. Floor(i, other => other.BeforeHeapUsedBytes), .. Floor(i, other => other.AfterHeapUsedBytes), Requests(round)]);
        page.Heading(text.HeapAfterEachRound).Add(new TableBlock(columns, [.. rows]) { IsDrawn = true });

        Cell[] Floor(int at, Func<VerifiedRound, long?> of)
        {
            if (of(rounds[at]) is not { } bytes) return ["", "", ""];
            Cell change = at > 0 && bytes - of(rounds[at - 1]) is { } grown ? new Piece(Units.ByteChange(grown), grown > 0 ? Tone.Bad : Tone.Good) : "";
            return [Units.Bytes(bytes), change, new Piece(new string('█', most > 0 ? (int)Math.Round((double)BarWidth * Gain(rounds[at], of) / most) : 0), Tone.Dim)];
        }

        long Gain(VerifiedRound round, Func<VerifiedRound, long?> of) => Math.Max(0, of(round) - of(rounds[0]) ?? 0);
    }

    private static string Requests(VerifiedRound round) => (round.BeforeRequests, round.AfterRequests) switch
    {
        (null, null) => "",
        ({ } before, { } now) when before == now => Units.Count(now),
        var (before, now) => $"{Text(before)} / {Text(now)}",
    };

    private static string Text(int? requests) => requests is { } count ? Units.Count(count) : "–";

    /// <summary>The findings of the run after: all of them are still to be repaired.</summary>
    private static IEnumerable<FindingReport> Left(VerificationReport report) =>
        report.Findings.Where(finding => finding.AfterFingerprint is not null)
            .Select(finding => report.Diagnosis.Findings.First(other => other.Fingerprint == finding.AfterFingerprint));
}
