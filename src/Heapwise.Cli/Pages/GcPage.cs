using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise gc</c>.</summary>
internal static class GcPage
{
    private static readonly Column[] Columns = [new("Memory", Fit.Word), new("Before"), new("After"), new("Change")];

    public static Page Of(GcReport report)
    {
        var (before, after) = (report.Before, report.After);
        var freed = ByteSize.Format(Math.Max(0, before.HeapUsedBytes - after.HeapUsedBytes));
        var outcome = new Piece($"{freed} of {ByteSize.Format(before.HeapUsedBytes)} freed", Tone.Strong);
        var floor = ByteSize.Format(after.HeapUsedBytes);
        return new Page()
            .SayProcess(report, ": ", outcome, $" in {Durations.Format(TimeSpan.FromMilliseconds(report.PauseMs))}")
            .Table(Columns, [.. Rows(report)])
            .Note($"The floor is {floor}. Compare it with a later one under the same load: what grows there is a leak.");
    }

    private static IEnumerable<IReadOnlyList<Cell>> Rows(GcReport report)
    {
        var (before, after) = (report.Before, report.After);
        yield return Row("Heap used", before.HeapUsedBytes, after.HeapUsedBytes);
        foreach (var space in report.Spaces.Where(space => space.BeforeBytes > 0 || space.AfterBytes > 0))
            yield return Row("  " + space.Name, space.BeforeBytes, space.AfterBytes);
        yield return Row("Heap committed", before.HeapTotalBytes, after.HeapTotalBytes);
        yield return Row("External", before.ExternalBytes, after.ExternalBytes);
        yield return Row("  array buffers", before.ArrayBuffersBytes, after.ArrayBuffersBytes);
        yield return Row("RSS", before.RssBytes, after.RssBytes);
    }

    private static IReadOnlyList<Cell> Row(string name, long before, long after) =>
        [name, ByteSize.Format(before), ByteSize.Format(after), ByteSize.FormatChange(after - before)];
}
