using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise verify</c>: the verdict in a line, what became of each finding, the heap of both runs side by side, and what is left to repair.</summary>
internal static class VerificationPage
{
    private const int BarWidth = 12;

    public static Page Of(VerificationReport report)
    {
        var page = new Page().Say(Badge(report.Verdict), "  ", new Piece(report.Reason, Tone.Strong));
        page.Note(report.Before == report.After ? report.After : $"{report.After}, before: {report.Before}");
        Outcomes(page, report.Findings);
        DiagnosisPage.Ignored(page, report.Ignored);
        Curve(page, report.Rounds);
        foreach (var finding in Left(report))
        {
            DiagnosisPage.Finding(page, finding, "");
            page.Note($"{finding.Confidence.ToString().ToLowerInvariant()} confidence. Fingerprint {finding.Fingerprint}.");
        }

        return page;
    }

    private static Piece Badge(VerificationVerdict verdict) => verdict switch
    {
        VerificationVerdict.Fixed => new("FIXED", Tone.Good),
        VerificationVerdict.NotFixed => new("NOT FIXED", Tone.Bad),
        _ => new("INCONCLUSIVE", Tone.Strong),
    };

    private static void Outcomes(Page page, IReadOnlyList<VerifiedFinding> findings)
    {
        var unit = findings.All(finding => finding is { Before: null or { BytesPerRequest: not null }, After: null or { BytesPerRequest: not null } }) ? "request" : "round";
        page.Heading($"The leaks, by {unit}").Table(
            [new("", Fit.Word), new("Before"), new("Now"), new("Finding", Fit.CutEnd)],
            [.. findings.Select(finding => (IReadOnlyList<Cell>)[Word(finding.Outcome), Rate(finding.Before), Rate(finding.After), finding.Title])]);

        Cell Rate(GrowthReport? growth) => growth is null ? "–" : Units.Bytes((long)Math.Round(unit == "request" ? growth.BytesPerRequest!.Value : growth.BytesPerRound));
    }

    private static Piece Word(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Gone => new("gone", Tone.Good),
        FindingOutcome.Shrunk => new("shrunk", Tone.Bad),
        FindingOutcome.StillThere => new("still there", Tone.Bad),
        FindingOutcome.Moved => new("moved", Tone.Bad),
        _ => new("new", Tone.Bad),
    };

    /// <summary>Bars show what each run gained since its baseline, both to one scale: the baseline itself, most of a heap, would hide it.</summary>
    private static void Curve(Page page, IReadOnlyList<VerifiedRound> rounds)
    {
        if (rounds.All(round => round is { BeforeHeapUsedBytes: null, AfterHeapUsedBytes: null })) return; // files tell no such figures
        var most = rounds.Max(round => Math.Max(Gain(round, other => other.BeforeHeapUsedBytes), Gain(round, other => other.AfterHeapUsedBytes)));
        Column[] columns = [new("Round", Fit.Word), new("Before"), new("Change"), new("", Fit.Word, Rank: 1), new("Now"), new("Change"), new("", Fit.Word, Rank: 1), new("Requests", Rank: 2)];
        var rows = rounds.Select((round, i) => (IReadOnlyList<Cell>)[i == 0 ? "baseline" : Units.Count(i), .. Floor(i, other => other.BeforeHeapUsedBytes), .. Floor(i, other => other.AfterHeapUsedBytes), Requests(round)]);
        page.Heading("The heap after each round, garbage collected").Add(new TableBlock(columns, [.. rows]) { IsDrawn = true });

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
