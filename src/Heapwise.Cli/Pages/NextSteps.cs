using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>Commands to run after a diagnosis.</summary>
internal static class NextSteps
{
    /// <param name="report">What was found.</param>
    /// <param name="kept">Where the snapshots of the run are; null where they were deleted.</param>
    public static IReadOnlyList<(string Command, string What)> After(DiagnosisReport report, string? kept)
    {
        var text = DiagnosisText.For(report.Language);
        List<(string, string)> steps = [];
        var last = report.Rounds is [.., var round] ? round.Snapshot : null;
        if (last is not null && report.Findings is [{ Holder.NodeId: > 0 } finding, ..])
            steps.Add(($"heapwise retainers {ShellWords.Quote(last)} @{finding.Holder.NodeId}", text.WhatElseHoldsIt));
        if (last is not null && report.Rounds[0].Snapshot is { } first)
            steps.Add(($"heapwise diff {ShellWords.Quote(first)} {ShellWords.Quote(last)}", text.AllClassesThatGrew));
        if (report.SnapshotCost is { } cost && report.Verdict != Verdict.NoLeak)
            steps.Add((text.TheSameWithout("--no-snapshot"), text.SnapshotsShowHolders(cost)));
        else if (last is null && kept is null && report.Verdict != Verdict.NoLeak)
            steps.Add((text.TheSameWith("--keep FOLDER"), text.KeepsTheSnapshots));
        if (report is { Verdict: Verdict.Inconclusive, ComparedBy: not ComparedBy.Structure })
            steps.Add((text.TheSameWith("--rounds 6"), text.TellsStartFromLeak));
        return steps;
    }

    /// <summary>What proves a suspicion, or clears it.</summary>
    public static IReadOnlyList<(string Command, string What)> After(SuspectsReport report)
    {
        var text = DiagnosisText.For(report.Language);
        var file = ShellWords.Quote(report.File);
        List<(string, string)> steps = [];
        if (report.File.All(char.IsAsciiDigit)) // a running process, whose objects have other ids next time
        {
            return
            [
                ($"heapwise summary {file}", text.WhatIsInTheHeap),
                ($"heapwise diagnose --pid {file} --every 10m --outside", text.ProvesGrowthInProduction),
            ];
        }

        if (report.Suspects is [{ Holder.NodeId: > 0 } first, ..])
            steps.Add(($"heapwise retainers {file} @{first.Holder.NodeId}", text.WhatElseHoldsIt));
        else steps.Add(($"heapwise summary {file}", text.WhatIsInTheHeap));
        steps.Add(("heapwise diagnose --load URL -- node app.js", text.ProvesGrowth));
        steps.Add(("heapwise diagnose --pid PID --every 10m", text.ProvesGrowthInProduction));
        return steps;
    }

    /// <param name="report">What was found.</param>
    /// <param name="run">The words of the run's target and load.</param>
    /// <returns>The lines of the command that verifies a fix; none where there is nothing to fix.</returns>
    public static IReadOnlyList<string> Verification(DiagnosisReport report, IReadOnlyList<string> run) =>
        report.Verdict == Verdict.Leak ? ShellWords.Lines(["heapwise", "verify", "--against", "report.json", .. run]) : [];
}
