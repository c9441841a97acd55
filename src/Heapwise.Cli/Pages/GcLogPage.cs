using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise gclog</c>: the heap that lost most time, its floor, warnings, and its latest collections.</summary>
internal static class GcLogPage
{
    private const int MaxHeaps = 10;

    private static readonly Column[] HeapColumns =
    [
        new("Pid"), new("Heap", Fit.Word, Rank: 2), new("Collections"), new("Observed"), new("Lost"), new("Longest"), new("Peak", Rank: 1),
        new("Floor"), new("Trend", Fit.Word),
    ];

    /// <param name="report">What the log says.</param>
    /// <param name="runs">Whether the process of the first heap still runs here.</param>
    public static Page Of(GcLogReport report, bool runs)
    {
        var heap = report.Heaps[0];
        var page = new Page();
        if (report.Heaps.Count > 1)
        {
            page.Say(new Piece(report.File, Tone.File), $": {Counts.Format(report.Heaps.Count)} heaps, ordered by time lost")
                .Table(HeapColumns, [.. report.Heaps.Take(MaxHeaps).Select(HeapRow)]);
            if (report.Heaps.Count > MaxHeaps) page.Note($"{Counts.Format(report.Heaps.Count - MaxHeaps)} more; --format json has all.");
            var others = report.Heaps.Any(other => other.ProcessId != heap.ProcessId);
            var hint = others ? "; --pid N shows another" : "";
            page.Heading($"Process {heap.ProcessId}, heap {heap.Isolate}{hint}").Say(Head(heap));
        }
        else
        {
            page.Say(new Piece(report.File, Tone.File), $": process {heap.ProcessId}, {Head(heap)}");
        }

        GcHeapSection.Add(page, heap);
        if (report.DamagedLines > 0) page.Note($"{Counts.Format(report.DamagedLines, "damaged line was", "damaged lines were")} skipped.");
        if (heap.Floor.Verdict != FloorVerdict.Growing && !GcText.HasRunOut(heap)) return page;
        var attach = runs ? $"heapwise diagnose --pid {heap.ProcessId}, or " : "";
        return page.Say($"Next: find what grows and what holds it, with {attach}heapwise diagnose --load URL -- node app.js");
    }

    private static string Head(GcHeapReport heap) => $"{Counts.Format(heap.Collections, "collection")} in {Observed(heap)}";

    private static string Observed(GcHeapReport heap) => Durations.Format(TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs));

    private static IReadOnlyList<Cell> HeapRow(GcHeapReport heap) =>
    [
        $"{heap.ProcessId}", heap.Isolate ?? "", Counts.Format(heap.Collections), Observed(heap), GcHeapSection.Lost(heap),
        Durations.FormatPause(heap.Kinds.Max(kind => kind.MaxMs)), ByteSize.Format(heap.PeakBytes),
        heap.Floor.LatestBytes is { } floor ? ByteSize.Format(floor) : "", Trend(heap),
    ];

    private static Cell Trend(GcHeapReport heap) => heap.Floor switch
    {
        _ when GcText.HasRunOut(heap) => new Piece("ran out", Tone.Bad),
        { Source: FloorSource.YoungCollections } => new Piece("unknown", Tone.Dim),
        { Verdict: FloorVerdict.Growing } => new Piece("rising", Tone.Bad),
        { Verdict: FloorVerdict.Shrinking } => "falling",
        { Verdict: FloorVerdict.Steady } => "steady",
        _ => new Piece("too few", Tone.Dim),
    };
}
