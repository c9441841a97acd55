using System.Globalization;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise stats</c>: figures in groups, each with what stands out about it, or explained.</summary>
internal static class StatsPage
{
    private static readonly Column[] Columns = [new("", Fit.Word), new(""), new("", Fit.CutEnd)];
    private static readonly Column[] SpaceColumns = [new("Space", Fit.Word), new("Used"), new("Committed"), new("Free"), new("In memory", Rank: 1)];
    private static readonly Column[] WorkerColumns = [new("Worker"), new("Name", Fit.Word), new("Script", Fit.CutStart)];

    public static Page Of(StatsReport report, bool explained)
    {
        var page = new Page().Say(
            new Piece(report.Worker is { } worker ? $"worker {worker} of node {report.ProcessId}" : $"node {report.ProcessId}", Tone.Strong),
            $" {report.Script ?? ""}, Node {report.NodeVersion}, up {Units.LongDuration(TimeSpan.FromSeconds(report.UptimeSeconds))}");
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
        if (report.ActiveResources.Count == 0) page.Say("nothing: the program ends when its current work is done");
        page.Table([new("", Fit.Word), new("")], [.. report.ActiveResources.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(Row)]);

        if (report.Workers.Count > 0)
        {
            page.Heading("Worker threads");
            page.Table(WorkerColumns, [.. report.Workers.Select(Row)]);
            page.Say($"Each has a heap of its own: heapwise stats {report.ProcessId}/worker:{report.Workers[0].ThreadId}");
        }

        return explained ? page : page.Note("--explain says what each figure means, and when to worry.");
    }

    private static void Explain(Page page, IEnumerable<StatsFigure> figures)
    {
        foreach (var figure in figures) page.Say(new Piece($"{figure.Name}: {figure.Value}", Tone.Strong), $". {figure.Remark}{(figure.Remark.Length > 0 ? ". " : "")}{figure.Explanation}");
    }

    private static IReadOnlyList<Cell> Row(StatsFigure figure) => [figure.Name, figure.Value, new Piece(figure.Remark, figure.IsBad ? Tone.Bad : Tone.Dim)];

    private static IReadOnlyList<Cell> Row(StatsSpace space) =>
        [space.Name, Units.Bytes(space.UsedBytes), Units.Bytes(space.SizeBytes), Units.Bytes(space.AvailableBytes), Units.Bytes(space.PhysicalBytes)];

    private static IReadOnlyList<Cell> Row(KeyValuePair<string, int> resource) => [resource.Key, Units.Count(resource.Value)];

    private static IReadOnlyList<Cell> Row(StatsWorker worker) => [worker.ThreadId.ToString(CultureInfo.InvariantCulture), worker.Title, worker.Script];
}
