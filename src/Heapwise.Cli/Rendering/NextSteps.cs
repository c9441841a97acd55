using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>Commands that lead on from a diagnosis.</summary>
internal static class NextSteps
{
    /// <param name="report">What was found.</param>
    /// <param name="kept">Where the snapshots of the run are; null where they were thrown away.</param>
    public static IReadOnlyList<(string Command, string What)> After(DiagnosisReport report, string? kept)
    {
        List<(string, string)> steps = [];
        var last = report.Rounds is [.., var round] ? round.Snapshot : null;
        if (last is not null && report.Findings is [{ Holder.NodeId: > 0 } finding, ..]) steps.Add(($"heapwise retainers {ShellWords.Quote(last)} @{finding.Holder.NodeId}", "what else holds it"));
        if (last is not null && report.Rounds[0].Snapshot is { } first) steps.Add(($"heapwise diff {ShellWords.Quote(first)} {ShellWords.Quote(last)}", "all classes that grew"));
        if (last is null && kept is null && report.Verdict != Verdict.NoLeak) steps.Add(("the same with --keep FOLDER", "keeps the snapshots, to look closer"));
        if (report.Verdict == Verdict.Inconclusive) steps.Add(("the same with --rounds 6", "tells a start from a leak"));
        return steps;
    }

    /// <param name="report">What was found.</param>
    /// <param name="run">The words of the run's target and load.</param>
    /// <returns>The lines of the command that tells whether a repair holds; none where there is nothing to repair.</returns>
    public static IReadOnlyList<string> Verification(DiagnosisReport report, IReadOnlyList<string> run) =>
        report.Verdict == Verdict.Leak ? ShellWords.Lines(["heapwise", "verify", "--against", "report.json", .. run]) : [];
}
