using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>What killed runs of heapwise have left.</summary>
internal static class LeftBehindCheck
{
    private const string Name = "left-behind";

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        var left = facts.Left;
        if (left.IsNothing) yield return DoctorChecks.Ok(Name, "no earlier heapwise has left anything open");
        if (left.Inspectors.Count > 0)
            yield return DoctorChecks.Note(
                Name, $"an earlier heapwise that was killed left the inspector of pid {string.Join(", ", left.Inspectors)} open; the next "
                + "command on that process closes it, or all at once:", "heapwise ps --repair");
        if (left.Moved.Count > 0)
            yield return DoctorChecks.Note(
                Name, $"an earlier heapwise moved the inspector of pid {string.Join(", ", left.Moved)} and was killed before it moved it "
                + "back; the next command that attaches does, or:", "heapwise ps --repair");
        if (left.Folders.Count > 0)
            yield return DoctorChecks.Note(
                Name, $"{Counts.Format(left.Folders.Count, "temporary folder", "temporary folders")} of runs that were killed; the next "
                + $"diagnosis deletes {(left.Folders.Count == 1 ? "it" : "them")}");
    }
}
