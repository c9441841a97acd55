using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise diagnose</c>: the verdict, each leak with its location, path and fix, and the rounds.</summary>
internal static class DiagnosisPage
{
    private static readonly Column[] Lines = [new("", Fit.CutEnd)];

    /// <param name="report">What was found.</param>
    /// <param name="next">Further commands, each with what it does.</param>
    /// <param name="verification">The lines of the command that verifies a fix; none where there is nothing to fix.</param>
    public static Page Of(
        DiagnosisReport report, IReadOnlyList<(string Command, string What)> next, IReadOnlyList<string> verification)
    {
        var text = DiagnosisText.For(report.Language);
        var page = new Page { Language = report.Language }
            .Say(Badge(report.Verdict, text), "  ", new Piece(Headline(report, text), Tone.Strong))
            .Note(report.Target);
        if (report.Partial is { } end) page.Say(new Piece(text.Partial(end), Tone.Bad));
        for (var i = 0; i < report.Findings.Count; i++)
            Finding(page, report.Findings[i], text, report.Findings.Count > 1 ? $"{i + 1}. " : "");
        Sureness(page, report, text);
        Ignored(page, report.Ignored, text);
        RoundsTable.AddTo(page, report);
        if (report.Activity is { } activity) page.Note(activity.Summary);
        if (next.Count > 0) NextTable.AddTo(page, next, text);
        if (verification.Count == 0) return page;
        return page
            .Heading(text.AfterTheFix)
            .Say(text.KeepThisReport, new Piece("--format json -o report.json", Tone.Code), text.Then)
            .CommandLines(verification);
    }

    /// <summary>Ignored findings are named, so that a forgotten one does not stay hidden.</summary>
    internal static void Ignored(Page page, IReadOnlyList<IgnoredFinding> ignored, DiagnosisText text)
    {
        if (ignored.Count > 0) page.Note(text.Ignored(ignored));
    }

    private static TableBlock CodeBlock(Column[] columns, IEnumerable<string> lines) =>
        new(columns, [.. lines.Select(line => (IReadOnlyList<Cell>)[new Piece(line, Tone.Code)])]) { IsDrawn = true };

    private static Piece Badge(Verdict verdict, DiagnosisText text) => new(text.Badge(verdict), verdict switch
    {
        Verdict.Leak => Tone.Bad,
        Verdict.NoLeak => Tone.Good,
        _ => Tone.Strong,
    });

    private static string Headline(DiagnosisReport report, DiagnosisText text) => report.Findings switch
    {
        [] => report.Reason,
        _ when report.Verdict != Verdict.Leak => report.Reason,
        [var only] => only.Title,
        var several => text.SeveralLeaks(several.Count, ByteSize.Format(report.Growth.BytesPerRound)),
    };

    internal static void Finding(Page page, FindingReport finding, DiagnosisText text, string number)
    {
        page.Heading(number + finding.Title).Say(finding.Explanation);
        if (finding.Location is { } place) LocationLines.AddTo(page, place, finding.Details.Declaration, text);
        if (finding.AllocatedBy is { } stack)
        {
            var isOfFiles = finding.Pattern == "descriptors";
            page.Heading(isOfFiles ? text.OpenedBy : text.AllocatedBy).Add(AllocationStackTable.Of(stack, text)).Note(
                isOfFiles ? text.Opened(stack.Objects, stack.Share)
                : stack.IsSampled ? text.Sampled(stack.Objects)
                : text.Traced(stack.Objects, stack.Share));
        }

        if (finding.RetainerPath.Count > 0)
            page.Heading(text.WhatHoldsIt).Add(PathTable.WithoutRoots(finding.RetainerPath, text.Path));
        if (finding.Details.AlsoHeldBy is { Count: > 0 } others) page.Say(text.AlsoHeldBy(others));
        page.Heading(text.WhatToDo).Say(finding.Advice.Why, text.BetweenSentences, finding.Advice.Fix);
        if (finding.Details.AlsoFilled is { Count: > 0 } filled) page.Say(text.AlsoFilled([.. filled.Select(Name)]));
        if (finding.Advice.Example.Length > 0)
            page.Add(CodeBlock(Lines, finding.Advice.Example.Split('\n').Select(line => "  " + line)));
        if (finding.LintRule is { } rule) page.Note(text.Lint(rule));
    }

    private static string Name(FilledHolderReport holder) =>
        holder.Location is { } place ? $"{holder.Name} ({ObjectText.Place(place)})" : holder.Name;

    private static void Sureness(Page page, DiagnosisReport report, DiagnosisText text)
    {
        if (report.Findings.Count == 0) return; // the reason is the headline
        page.Heading(text.HowSure).Say(report.Reason);
        foreach (var finding in report.Findings)
        {
            var name = report.Findings.Count > 1 ? finding.Holder.Name ?? finding.Holder.ClassName : null;
            var confidence = ReportLanguages.FindOrDefault(report.Language).NameOf(finding.Confidence);
            page.Note(text.Sureness(name, confidence, finding.Evidence, finding.Fingerprint));
        }
    }
}
