using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise gclog</c>: the heap that lost most time, its floor, signs of trouble, and its latest collections.</summary>
internal static class GcLogPage
{
    private const int MostHeaps = 10;

    private static readonly Column[] HeapColumns =
    [
        new("Pid"), new("Heap", Fit.Word, Rank: 2), new("Collections"), new("Observed"), new("Lost"), new("Longest"), new("Peak", Rank: 1), new("Floor"), new("Trend", Fit.Word),
    ];

    public static Page Of(GcLogReport report)
    {
        var heap = report.Heaps[0];
        var page = new Page();
        if (report.Heaps.Count > 1)
        {
            page.Say(new Piece(report.File, Tone.File), $": {Units.Count(report.Heaps.Count)} heaps, most time lost first")
                .Table(HeapColumns, [.. report.Heaps.Take(MostHeaps).Select(HeapRow)]);
            if (report.Heaps.Count > MostHeaps) page.Note($"{Units.Count(report.Heaps.Count - MostHeaps)} more; --format json has all.");
            var others = report.Heaps.Any(other => other.ProcessId != heap.ProcessId);
            page.Heading($"Process {heap.ProcessId}, heap {heap.Isolate}{(others ? "; --pid N shows another" : "")}").Say(Head(heap));
        }
        else
        {
            page.Say(new Piece(report.File, Tone.File), $": process {heap.ProcessId}, {Head(heap)}");
        }

        GcHeapSection.Add(page, heap);
        if (report.DamagedLines > 0) page.Note($"{Units.Count(report.DamagedLines, "damaged line was", "damaged lines were")} left out.");
        return heap.Floor.Verdict == FloorVerdict.Growing ? page.Say($"Next: what grows, and who holds it: heapwise diagnose --pid {heap.ProcessId} while it runs, or heapwise diagnose --load URL -- node app.js") : page;
    }

    private static string Head(GcHeapReport heap) =>
        $"{Units.Count(heap.Collections, "collection")} in {Units.LongDuration(TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs))}";

    private static IReadOnlyList<Cell> HeapRow(GcHeapReport heap) =>
    [
        $"{heap.ProcessId}", heap.Isolate ?? "", Units.Count(heap.Collections), Units.LongDuration(TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs)), GcHeapSection.Lost(heap),
        GcText.Pause(heap.Kinds.Max(kind => kind.MaxMs)), Units.Bytes(heap.PeakBytes), heap.Floor.LatestBytes is { } floor ? Units.Bytes(floor) : "", Trend(heap.Floor),
    ];

    private static Cell Trend(FloorReport floor) => floor switch
    {
        { Source: FloorSource.YoungCollections } => new Piece("not known", Tone.Dim),
        { Verdict: FloorVerdict.Growing } => new Piece("rising", Tone.Bad),
        { Verdict: FloorVerdict.Shrinking } => "falling",
        { Verdict: FloorVerdict.Steady } => "steady",
        _ => new Piece("too few", Tone.Dim),
    };
}
