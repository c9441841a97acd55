using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise diagnose</c>: the verdict in a line, then each leak with its place, its path and its remedy, then the rounds.</summary>
internal static class DiagnosisPage
{
    private static readonly Column[] Lines = [new("", Fit.CutEnd)];
    private static readonly Column[] CommandLines = [new("", Fit.Word)];
    private static readonly Column[] NumberedLines = [new(""), new("", Fit.CutEnd)];
    private static readonly Column[] Steps = [new("", Fit.CutEnd), new("", Fit.CutEnd)];

    /// <param name="report">What was found.</param>
    /// <param name="next">Commands that lead on, each with what it does.</param>
    /// <param name="verification">The lines of the command that verifies a repair; none where there is nothing to repair.</param>
    public static Page Of(DiagnosisReport report, IReadOnlyList<(string Command, string What)> next, IReadOnlyList<string> verification)
    {
        var words = DiagnosisWords.For(report.Language);
        var page = new Page().Say(Badge(report.Verdict, words), "  ", new Piece(Headline(report, words), Tone.Strong)).Note(report.Target);
        for (var i = 0; i < report.Findings.Count; i++) Finding(page, report.Findings[i], words, report.Findings.Count > 1 ? $"{i + 1}. " : "");
        Sureness(page, report, words);
        Ignored(page, report.Ignored, words);
        RoundsTable.AddTo(page, report);
        if (next.Count > 0) page.Heading(words.Next).Table(Steps, [.. next.Select(step => (IReadOnlyList<Cell>)[new Piece(step.Command, Tone.Code), step.What])]);
        if (verification.Count > 0)
        {
            page.Heading(words.AfterTheRepair).Say(words.KeepThisReport, new Piece("--format json -o report.json", Tone.Code), words.Then)
                .Add(new TableBlock(CommandLines, [.. verification.Select(line => (IReadOnlyList<Cell>)[new Piece(line, Tone.Code)])]) { IsDrawn = true });
        }

        return page;
    }

    /// <summary>Those left out are named, so that no list of them hides one that nobody remembers.</summary>
    internal static void Ignored(Page page, IReadOnlyList<IgnoredFinding> ignored, DiagnosisWords words)
    {
        if (ignored.Count > 0) page.Note(words.Ignored(ignored));
    }

    private static Piece Badge(Verdict verdict, DiagnosisWords words) => new(words.Badge(verdict), verdict switch
    {
        Verdict.Leak => Tone.Bad,
        Verdict.NoLeak => Tone.Good,
        _ => Tone.Strong,
    });

    private static string Headline(DiagnosisReport report, DiagnosisWords words) => report.Findings switch
    {
        [] => report.Reason,
        _ when report.Verdict != Verdict.Leak => report.Reason,
        [var only] => only.Title,
        var several => words.SeveralLeaks(several.Count, Units.Bytes((long)report.Growth.BytesPerRound)),
    };

    internal static void Finding(Page page, FindingReport finding, DiagnosisWords words, string number)
    {
        page.Heading(number + finding.Title).Say(finding.Explanation);
        if (finding.Location is { } place) Place(page, place, finding.Details.Declaration, words);
        if (finding.RetainerPath.Count > 0) page.Heading(words.WhatHoldsIt).Add(PathTable.Of(WithoutRoots(finding.RetainerPath), words.Path));
        if (finding.Details.AlsoHeldBy is { Count: > 0 } others) page.Say(words.AlsoHeldBy(others));
        page.Heading(words.WhatToDo).Say(finding.Advice.Why, words.BetweenSentences, finding.Advice.Fix);
        if (finding.Advice.Example.Length > 0) page.Add(new TableBlock(Lines, [.. finding.Advice.Example.Split('\n').Select(line => (IReadOnlyList<Cell>)[new Piece("  " + line, Tone.Code)])]) { IsDrawn = true });
    }

    private static void Place(Page page, LocationReport place, string? declaration, DiagnosisWords words)
    {
        page.Heading(words.Where).Say(new Piece(ObjectText.Place(place), Tone.Code), place.Function is { Length: > 0 } function ? words.InFunction(function) : "", place.Generated is { } compiled ? words.Compiled(ObjectText.Place(compiled)) : "");
        if (place.Source is { } source) page.Add(new TableBlock(NumberedLines, [["  " + place.Line, new Piece(source, Tone.Code)]]) { IsDrawn = true });
        if (declaration is not null) page.Note(words.DeclaredAt(declaration));
    }

    private static void Sureness(Page page, DiagnosisReport report, DiagnosisWords words)
    {
        if (report.Findings.Count == 0) return; // the reason is the headline
        page.Heading(words.HowSure).Say(report.Reason);
        foreach (var finding in report.Findings)
        {
            var name = report.Findings.Count > 1 ? finding.Holder.Name ?? finding.Holder.ClassName : null;
            page.Note(words.Sureness(name, AdviceTexts.For(report.Language).ConfidenceWord(finding.Confidence), finding.Evidence, finding.Fingerprint));
        }
    }

    /// <summary>Of the roots that V8 nests only the last says something: <c>(Global handles)</c>, <c>(Stack roots)</c>, …</summary>
    private static IReadOnlyList<PathStepReport> WithoutRoots(IReadOnlyList<PathStepReport> path)
    {
        var roots = path.TakeWhile(step => step.NodeType == "synthetic").Count();
        return roots < 2 ? path : [path[roots - 1] with { Edge = "", EdgeType = "" }, .. path.Skip(roots)];
    }
}
