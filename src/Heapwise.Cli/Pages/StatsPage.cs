using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise stats</c>: figures in groups, each with what stands out about it, or explained.</summary>
internal static class StatsPage
{
    private static readonly Column[] Columns = [new("", Fit.Word), new(""), new("", Fit.CutEnd)];
    private static readonly Column[] SpaceColumns =
        [new("Space", Fit.Word), new("Used"), new("Committed"), new("Free"), new("In memory", Rank: 1)];
    private static readonly Column[] WorkerColumns = [new("Worker"), new("Name", Fit.Word), new("Script", Fit.CutStart)];

    public static Page Of(StatsReport report, bool explained)
    {
        var uptime = Durations.Format(TimeSpan.FromSeconds(report.UptimeSeconds));
        var page = new Page().SayProcess(report, $", Node {report.NodeVersion}, up {uptime}");
        foreach (var (title, figures) in StatsFigures.Of(report))
        {
            page.Heading(title);
            if (explained) Explain(page, figures);
            else page.Table(Columns, [.. figures.Select(Row)]);
        }

        page.Heading("Heap spaces");
        if (explained) page.Note(StatsFigures.SpacesExplained);
        page.Table(SpaceColumns, [.. report.Spaces.Where(space => space.SizeBytes > 0 || space.UsedBytes > 0).Select(Row)]);

        page.Heading("What keeps the event loop alive");
        if (explained) page.Note(StatsFigures.ResourcesExplained);
        if (report.ActiveResources.Count == 0) page.Say("Nothing: the program ends when its current work is done.");
        var resources = report.ActiveResources.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        page.Table([new("", Fit.Word), new("")], [.. resources.Select(Row)]);

        if (report.Workers.Count > 0)
        {
            page.Heading("Worker threads");
            page.Table(WorkerColumns, [.. report.Workers.Select(Row)]);
            page.Say($"Each has its own heap: heapwise stats {report.ProcessId}/worker:{report.Workers[0].ThreadId}");
        }

        return explained ? page : page.Note("--explain says what each figure means, and when to worry about it.");
    }

    private static void Explain(Page page, IEnumerable<StatsFigure> figures)
    {
        foreach (var figure in figures)
        {
            var remark = figure.Remark.Length > 0 ? figure.Remark + ". " : "";
            page.Say(new Piece($"{figure.Name}: {figure.Value}", Tone.Strong), $". {remark}{figure.Explanation}");
        }
    }

    private static IReadOnlyList<Cell> Row(StatsFigure figure) =>
        [figure.Name, figure.Value, new Piece(figure.Remark, figure.IsBad ? Tone.Bad : Tone.Dim)];

    private static IReadOnlyList<Cell> Row(StatsSpace space) =>
    [
        space.Name, ByteSize.Format(space.UsedBytes), ByteSize.Format(space.SizeBytes), ByteSize.Format(space.AvailableBytes),
        ByteSize.Format(space.PhysicalBytes),
    ];

    private static IReadOnlyList<Cell> Row(KeyValuePair<string, int> resource) => [resource.Key, Counts.Format(resource.Value)];

    private static IReadOnlyList<Cell> Row(StatsWorker worker) =>
        [worker.ThreadId.ToString(CultureInfo.InvariantCulture), worker.Title, worker.Script];
}
