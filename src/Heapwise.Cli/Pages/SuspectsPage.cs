using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Suspects;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise diagnose FILE</c>: what stands out in a single snapshot, and what would prove a leak.</summary>
internal static class SuspectsPage
{
    private const int MaxSuspects = 5;

    /// <param name="report">What was found.</param>
    /// <param name="next">Further commands, each with what it does.</param>
    public static Page Of(SuspectsReport report, IReadOnlyList<(string Command, string What)> next)
    {
        var text = DiagnosisText.For(report.Language);
        var tone = report.Verdict == SuspectsVerdict.Suspects ? Tone.Strong : Tone.Good;
        var page = new Page { Language = report.Language }
            .Say(new Piece(text.SuspectsBadge(report.Verdict), tone), "  ", new Piece(report.Reason, Tone.Strong))
            .Note(report.File);
        var shown = report.Suspects.Take(MaxSuspects).ToList();
        for (var i = 0; i < shown.Count; i++) Suspect(page, shown[i], text, report.Suspects.Count > 1 ? $"{i + 1}. " : "");
        if (report.Suspects.Count > shown.Count) page.Note(text.MoreSuspects(report.Suspects.Count - shown.Count));
        foreach (var sign in report.Signs) page.Say(sign);
        return NextTable.AddTo(page, next, text);
    }

    private static void Suspect(Page page, SuspectReport suspect, DiagnosisText text, string number)
    {
        page.Heading(number + suspect.Title).Say(suspect.Explanation);
        page.Heading(text.WhyItIsSuspected).Say(string.Join(text.BetweenSentences, suspect.Reasons));
        if (suspect.Location is { } place) LocationLines.AddTo(page, place, suspect.Details.Declaration, text);
        if (suspect.RetainerPath.Count > 0)
            page.Heading(text.WhatHoldsIt).Add(PathTable.WithoutRoots(suspect.RetainerPath, text.Path));
        if (suspect.Details.AlsoHeldBy is { Count: > 0 } others) page.Say(text.AlsoHeldBy(others));
    }
}
