using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise gc</c>.</summary>
internal static class GcPage
{
    private static readonly Column[] Columns = [new("Memory", Fit.Word), new("Before"), new("After"), new("Change")];

    public static Page Of(GcReport report)
    {
        var (before, after) = (report.Before, report.After);
        var freed = before.HeapUsedBytes - after.HeapUsedBytes;
        return new Page()
            .Say(
                new Piece(report.Worker is { } worker ? $"worker {worker} of node {report.ProcessId}" : $"node {report.ProcessId}", Tone.Strong), $" {report.Script ?? ""}: ",
                new Piece($"{Units.Bytes(Math.Max(0, freed))} of {Units.Bytes(before.HeapUsedBytes)} freed", Tone.Strong), $" in {Units.Duration(TimeSpan.FromMilliseconds(report.PauseMs))}")
            .Table(Columns,
            [
                Row("Heap used", before.HeapUsedBytes, after.HeapUsedBytes), .. report.Spaces.Where(space => space.BeforeBytes > 0 || space.AfterBytes > 0).Select(space => Row("  " + space.Name, space.BeforeBytes, space.AfterBytes)),
                Row("Heap committed", before.HeapTotalBytes, after.HeapTotalBytes), Row("External", before.ExternalBytes, after.ExternalBytes),
                Row("  array buffers", before.ArrayBuffersBytes, after.ArrayBuffersBytes), Row("RSS", before.RssBytes, after.RssBytes),
            ])
            .Note($"The floor is {Units.Bytes(after.HeapUsedBytes)}. Compare it with a later one under the same load: what grows there is a leak.");
    }

    private static IReadOnlyList<Cell> Row(string name, long before, long after) => [name, Units.Bytes(before), Units.Bytes(after), Units.ByteChange(after - before)];
}
