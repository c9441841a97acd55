using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>What <c>heapwise top</c> leaves behind when it ends.</summary>
internal static class TopPage
{
    public static Page Of(TopReport report)
    {
        var target = report.Worker is { } worker ? $"{report.ProcessId}/worker:{worker}" : $"{report.ProcessId}";
        var page = new Page()
            .Say(new Piece($"node {target}", Tone.Strong), $" {report.Script ?? ""}, watched {Units.LongDuration(TimeSpan.FromSeconds(report.WatchedSeconds))}")
            .Say(new Piece(WatchSentences.Of(report.Verdict), WatchSentences.ToneOf(report.Verdict)));
        if (report.Collections is { } heap) GcHeapPage.Add(page, heap);
        return WatchSentences.NextOf(report.Verdict, target) is { } next ? page.Say(next) : page;
    }
}
