using System.Globalization;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise diagnose</c>: the verdict in a line, then each leak with its path, its place and its remedy, then the rounds.</summary>
internal static class DiagnosisPage
{
    private static readonly Column[] CodeColumns = [new("", Fit.Word), new("", Fit.CutEnd)];

    /// <param name="report">What was found.</param>
    /// <param name="next">Commands that lead on, each with what it does.</param>
    public static Page Of(DiagnosisReport report, IReadOnlyList<(string Command, string What)> next)
    {
        var page = new Page().Say([Badge(report.Verdict), "  ", new Piece(Headline(report), Tone.Strong)]);
        for (var i = 0; i < report.Findings.Count; i++) Finding(page, report.Findings[i], report.Findings.Count > 1 ? i + 1 : null);
        page.Heading("How sure").Say(report.Reason);
        RoundsTable.AddTo(page, report);
        if (next.Count > 0) page.Heading("Next").Table([new("", Fit.CutEnd), new("", Fit.CutEnd)], [.. next.Select(step => (IReadOnlyList<Cell>)[new Piece(step.Command, Tone.Code), step.What])]);
        return page;
    }

    private static Piece Badge(Verdict verdict) => verdict switch
    {
        Verdict.Leak => new("LEAK", Tone.Bad),
        Verdict.NoLeak => new("NO LEAK", Tone.Good),
        _ => new("INCONCLUSIVE", Tone.Strong),
    };

    private static string Headline(DiagnosisReport report) => report.Findings switch
    {
        [] => $"{report.Target}",
        [var only] => only.Title,
        var several => $"{several.Count} leaks in {report.Target}",
    };

    private static void Finding(Page page, FindingReport finding, int? number)
    {
        if (number is not null) page.Heading($"{number}. {finding.Title}");
        page.Say(finding.Explanation);
        if (finding.Location is { } place) Place(page, place, finding.Details.Declaration);
        page.Heading("What holds it, from the root down").Add(PathTable.Of(finding.RetainerPath));
        page.Heading("What to do").Say(finding.Advice.Why, " ", finding.Advice.Fix);
        if (finding.Advice.Example.Length > 0) page.Add(new TableBlock([new("", Fit.CutEnd)], [.. finding.Advice.Example.Split('\n').Select(line => (IReadOnlyList<Cell>)[new Piece("  " + line, Tone.Code)])]) { IsDrawn = true });
        page.Note($"{finding.Confidence} confidence: {string.Join("; ", finding.Evidence)}. Fingerprint {finding.Fingerprint}");
    }

    private static void Place(Page page, LocationReport place, string? declaration)
    {
        page.Heading("Where").Say([new Piece(place.ToString(), Tone.Code), place.Function is { Length: > 0 } function ? $" in {function}" : ""]);
        if (place.Source is { } source) page.Add(new TableBlock(CodeColumns, [[place.Line.ToString(CultureInfo.InvariantCulture), new Piece(source, Tone.Code)]]) { IsDrawn = true });
        if (declaration is not null) page.Note($"declared at {declaration}");
    }
}
