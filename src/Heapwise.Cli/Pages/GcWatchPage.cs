using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page that <c>heapwise gc --watch</c> ends with.</summary>
internal static class GcWatchPage
{
    public static Page Of(GcWatchReport report)
    {
        var page = new Page().Say(
            new Piece(report.Worker is { } worker ? $"worker {worker} of node {report.ProcessId}" : $"node {report.ProcessId}", Tone.Strong),
            $" {report.Script ?? ""}, watched {Units.LongDuration(TimeSpan.FromSeconds(report.WatchedSeconds))}");
        if (report.Collections is { } heap) GcHeapSection.Add(page, heap);
        else page.Say("No collection: nothing was allocated that needed one. 'heapwise gc' forces one.");
        return page;
    }
}
