using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise snapshot</c>.</summary>
internal static class SnapshotPage
{
    public static Page Of(SnapshotReport report) => new Page()
        .Say(new Piece(report.File, Tone.File), $": {Units.Bytes(report.FileBytes)}, from {Units.Bytes(report.HeapUsedBytes)} of used heap of process {report.ProcessId} (Node {report.NodeVersion})")
        .Say($"The process stood still for {Units.Duration(TimeSpan.FromMilliseconds(report.PauseMs))}; about {Units.Duration(TimeSpan.FromMilliseconds(report.EstimatedPauseMs))} were expected.")
        .Say("Next: ", new Piece($"heapwise summary {report.File}", Tone.Code));
}
