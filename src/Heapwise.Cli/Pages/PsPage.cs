using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise ps</c>.</summary>
internal static class PsPage
{
    private static readonly Column[] Columns =
    [
        new("Pid"), new("Node", Fit.Word), new("Age"), new("RSS"), new("Heap limit", Rank: 2), new("Memory limit", Rank: 3), new("Inspector", Fit.Word, Rank: 1),
        new("Attach", Fit.Word), new("Program", Fit.CutEnd),
    ];

    public static Page Of(ProcessesReport report)
    {
        var page = new Page();
        if (report.Processes.Count == 0) return page.Say("No Node process can be seen here. In a container heapwise sees that container's processes only.");
        page.Table(Columns, [.. report.Processes.Select(Row)]);
        foreach (var process in report.Processes)
        {
            if (process.Obstacle is { } obstacle) page.Say(obstacle);
        }

        return report.Processes.FirstOrDefault(process => process.CanAttach) is { } first ? page.Say($"Next: heapwise snapshot --pid {first.Pid}, or heapwise diagnose --pid {first.Pid}") : page;
    }

    private static IReadOnlyList<Cell> Row(ProcessRow process) =>
    [
        $"{process.Pid}",
        process.Version ?? "",
        Units.LongDuration(TimeSpan.FromSeconds(process.AgeSeconds)),
        Units.Bytes(process.RssBytes),
        process.HeapLimitBytes is { } heap ? Units.Bytes(heap) : "",
        process is { CgroupLimitBytes: { } limit, CgroupUsedBytes: { } used } ? $"{Units.Bytes(used)} of {Units.Bytes(limit)}" : "",
        process.Inspector ?? "",
        process.CanAttach ? "yes" : "no",
        process.Script ?? process.Command,
    ];
}
