using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page that <c>heapwise top</c> ends with.</summary>
internal static class TopPage
{
    public static Page Of(TopReport report)
    {
        var target = report.Worker is { } worker ? $"{report.ProcessId}/worker:{worker}" : $"{report.ProcessId}";
        var page = new Page()
            .SayProcess(report, $", watched for {Durations.Format(TimeSpan.FromSeconds(report.WatchedSeconds))}")
            .Say(new Piece(WatchText.Of(report.Verdict), WatchText.ToneOf(report.Verdict)));
        if (report.Collections is { } heap) GcHeapSection.Add(page, heap);
        return WatchText.NextOf(report.Verdict, target) is { } next ? page.Say(next) : page;
    }
}
