using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>Commands that lead on from a diagnosis.</summary>
internal static class NextSteps
{
    /// <param name="report">What was found.</param>
    /// <param name="kept">Where the snapshots of the run are; null where they were thrown away.</param>
    public static IReadOnlyList<(string Command, string What)> After(DiagnosisReport report, string? kept)
    {
        var words = DiagnosisWords.For(report.Language);
        List<(string, string)> steps = [];
        var last = report.Rounds is [.., var round] ? round.Snapshot : null;
        if (last is not null && report.Findings is [{ Holder.NodeId: > 0 } finding, ..]) steps.Add(($"heapwise retainers {ShellWords.Quote(last)} @{finding.Holder.NodeId}", words.WhatElseHoldsIt));
        if (last is not null && report.Rounds[0].Snapshot is { } first) steps.Add(($"heapwise diff {ShellWords.Quote(first)} {ShellWords.Quote(last)}", words.AllClassesThatGrew));
        if (last is null && kept is null && report.Verdict != Verdict.NoLeak) steps.Add((words.TheSameWith("--keep FOLDER"), words.KeepsTheSnapshots));
        if (report.Verdict == Verdict.Inconclusive) steps.Add((words.TheSameWith("--rounds 6"), words.TellsAStartFromALeak));
        return steps;
    }

    /// <param name="report">What was found.</param>
    /// <param name="run">The words of the run's target and load.</param>
    /// <returns>The lines of the command that tells whether a repair holds; none where there is nothing to repair.</returns>
    public static IReadOnlyList<string> Verification(DiagnosisReport report, IReadOnlyList<string> run) =>
        report.Verdict == Verdict.Leak ? ShellWords.Lines(["heapwise", "verify", "--against", "report.json", .. run]) : [];
}
