using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>What <c>heapwise top</c> leaves behind when it ends.</summary>
internal static class TopPage
{
    public static Page Of(TopReport report)
    {
        var target = report.Worker is { } worker ? $"{report.ProcessId}/worker:{worker}" : $"{report.ProcessId}";
        var page = new Page()
            .Say(new Piece($"node {target}", Tone.Strong), $" {report.Script ?? ""}, watched {Units.LongDuration(TimeSpan.FromSeconds(report.WatchedSeconds))}")
            .Say(new Piece(WatchText.Of(report.Verdict), WatchText.ToneOf(report.Verdict)));
        if (report.Collections is { } heap) GcHeapSection.Add(page, heap);
        return WatchText.NextOf(report.Verdict, target) is { } next ? page.Say(next) : page;
    }
}
