using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>Collections as they come, a line each in columns of fixed width, and what <c>gc --watch</c> says at the end.</summary>
internal static class GcLines
{
    public static string Heading { get; } = $"{"At",9}  {"Kind",-14}  {"Pause",8}  {"Before",8}    {"After",-8}  {"Freed",8}  Cause";

    public static string Of(in GcEvent collection)
    {
        var sizes = collection is { BeforeBytes: { } before, AfterBytes: { } after } ? $"{Units.Bytes(before),8} -> {Units.Bytes(after),-8}  {Units.Bytes(Math.Max(0, before - after)),8}" : new string(' ', 30);
        return $"{collection.At.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),7} s  {GcSentences.Name(collection.Kind),-14}  {GcSentences.Pause(collection.Pause.TotalMilliseconds),8}  {sizes}  {collection.Cause}".TrimEnd();
    }

    public static Page Sums(GcWatchReport report)
    {
        var page = new Page().Say(
            new Piece(report.Worker is { } worker ? $"worker {worker} of node {report.ProcessId}" : $"node {report.ProcessId}", Tone.Strong),
            $" {report.Script ?? ""}, watched {Units.LongDuration(TimeSpan.FromSeconds(report.WatchedSeconds))}");
        if (report.Collections is { } heap) GcHeapPage.Add(page, heap);
        else page.Say("No collection: nothing was allocated that needed one. 'heapwise gc' forces one.");
        return page;
    }
}
