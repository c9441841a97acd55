using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise ps</c>.</summary>
internal static class PsPage
{
    private static readonly Column[] Columns =
    [
        new("Pid"), new("Node", Fit.Word), new("Age"), new("RSS"), new("Heap limit", Rank: 2), new("Memory limit", Rank: 3),
        new("Inspector", Fit.Word, Rank: 1), new("Attach", Fit.Word), new("Program", Fit.CutEnd),
    ];

    public static Page Of(ProcessesReport report)
    {
        var page = new Page();
        if (report.Processes.Count == 0)
            return page.Say("No Node process is visible here. In a container, heapwise sees only the processes of that container.");
        page.Table(Columns, [.. report.Processes.Select(Row)]);
        foreach (var process in report.Processes)
        {
            if (process.Obstacle is { } obstacle) page.Say(obstacle);
        }

        return report.Processes.FirstOrDefault(process => process.CanAttach) is { } first
            ? page.Say($"Next: heapwise snapshot --pid {first.Pid}, or heapwise diagnose --pid {first.Pid}")
            : page;
    }

    private static IReadOnlyList<Cell> Row(ProcessRow process) =>
    [
        $"{process.Pid}",
        process.Version ?? "",
        Durations.Format(TimeSpan.FromSeconds(process.AgeSeconds)),
        ByteSize.Format(process.RssBytes),
        process.HeapLimitBytes is { } heap ? ByteSize.Format(heap) : "",
        process is { CgroupLimitBytes: { } limit, CgroupUsedBytes: { } used } ? $"{ByteSize.Format(used)} of {ByteSize.Format(limit)}" : "",
        process.Inspector ?? "",
        process.CanAttach ? "yes" : "no",
        process.Script ?? process.Command,
    ];
}
