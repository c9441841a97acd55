using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page that <c>heapwise gc --watch</c> ends with.</summary>
internal static class GcWatchPage
{
    public static Page Of(GcWatchReport report)
    {
        var page = new Page().SayProcess(report, $", watched for {Durations.Format(TimeSpan.FromSeconds(report.WatchedSeconds))}");
        if (report.Collections is { } heap) GcHeapSection.Add(page, heap);
        else page.Say("No collection: not enough was allocated to need one. 'heapwise gc' forces one.");
        return page;
    }
}
