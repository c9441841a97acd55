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

    /// <summary>What a thread has in the columns before its name.</summary>
    private static readonly IReadOnlyList<Cell> NoFigures = [.. Columns.SkipLast(1).Select(_ => (Cell)"")];

    public static Page Of(ProcessesReport report)
    {
        var page = new Page();
        if (report.Processes.Count == 0)
            return page.Say("No Node process is visible here. In a container, heapwise sees only the processes of that container.");
        var pids = report.Processes.Select(process => process.Pid).ToHashSet();
        var children = report.Processes.ToLookup(process => process.ParentPid is { } parent && pids.Contains(parent) ? parent : 0);
        page.Add(new TableBlock(Columns, [.. children[0].SelectMany(process => TreeRows.Of(Item(process, children)))]) { IsDrawn = true });
        var obstructed = report.Processes.Where(process => process.Obstacle is not null);
        foreach (var alike in obstructed.GroupBy(process => process.ObstacleReason)) page.Say(Describe([.. alike]));

        return report.Processes.FirstOrDefault(process => process.CanAttach) is { } first
            ? page.Say($"Next: heapwise snapshot --pid {first.Pid}, or heapwise diagnose --pid {first.Pid}")
            : page;
    }

    private static string Describe(IReadOnlyList<ProcessRow> alike) => alike is [var one]
        ? one.Obstacle! // they have one
        : $"pid {string.Join(", ", alike.Select(process => process.Pid))}: {alike[0].ObstacleReason}";

    /// <summary>A process with its worker threads and the processes that it started.</summary>
    private static TreeItem Item(ProcessRow process, ILookup<int, ProcessRow> children)
    {
        var threads = (process.WorkerThreads ?? [])
            .Select(name => new TreeItem(NoFigures, new Piece($"worker thread {name}", Tone.Dim), []));
        return new TreeItem(Figures(process), process.Script ?? process.Command, [
            .. threads, .. children[process.Pid].Select(child => Item(child, children)),
        ]);
    }

    private static IReadOnlyList<Cell> Figures(ProcessRow process) =>
    [
        $"{process.Pid}",
        process.Version ?? "",
        Durations.Format(TimeSpan.FromSeconds(process.AgeSeconds)),
        ByteSize.Format(process.RssBytes),
        process.HeapLimitBytes is { } heap ? ByteSize.Format(heap) : "",
        process is { CgroupLimitBytes: { } limit, CgroupUsedBytes: { } used } ? $"{ByteSize.Format(used)} of {ByteSize.Format(limit)}" : "",
        process.Inspector ?? "",
        process.CanAttach ? "yes" : "no",
    ];
}
