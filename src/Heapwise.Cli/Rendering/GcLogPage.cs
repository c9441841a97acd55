using System.Globalization;
using Heapwise.Analysis.Collector;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise gclog</c>: the heap that lost most time, its floor, signs of trouble, and its latest collections.</summary>
internal static class GcLogPage
{
    private const int MostHeaps = 10;

    private static readonly Column[] HeapColumns =
    [
        new("Pid"), new("Heap", Fit.Word, Rank: 2), new("Collections"), new("Observed"), new("Lost"), new("Longest"), new("Peak", Rank: 1), new("Floor"), new("Trend", Fit.Word),
    ];

    private static readonly Column[] KindColumns =
    [
        new("Kind", Fit.Word), new("Count"), new("Paused"), new("p50"), new("p90"), new("p99"), new("Max"), new("at", Rank: 1), new("Freed"),
    ];

    private static readonly Column[] EventColumns =
    [
        new("At"), new("Kind", Fit.Word), new("Pause"), new("Before"), new("After"), new("Committed", Rank: 1), new("Cause", Fit.CutEnd),
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

        page.Table(KindColumns, [.. heap.Kinds.Select(KindRow)]);
        page.Table([new("", Fit.Word), new("", Fit.CutEnd)], [.. Facts(heap)]);
        page.Heading("The floor").Say(GcSentences.Floor(heap));
        if (heap.Signs.Count > 0)
        {
            page.Heading("Signs of trouble");
            foreach (var sign in heap.Signs) page.Say(new Piece(GcSentences.Of(sign, heap), Tone.Bad));
        }

        if (heap.Latest.Count > 0) page.Heading(heap.Latest.Count == 1 ? "The latest collection" : $"The latest {Units.Count(heap.Latest.Count)} collections").Table(EventColumns, [.. heap.Latest.Select(EventRow)]);
        if (report.DamagedLines > 0) page.Note($"{Units.Count(report.DamagedLines, "damaged line was", "damaged lines were")} left out.");
        return heap.Floor.Verdict == FloorVerdict.Growing ? page.Say($"Next: what grows, and who holds it: heapwise diagnose --pid {heap.ProcessId} while it runs, or heapwise diagnose --load URL -- node app.js") : page;
    }

    private static string Head(GcHeapReport heap) =>
        $"{Units.Count(heap.Collections, "collection")} in {Units.Age(TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs))}";

    private static IReadOnlyList<Cell> HeapRow(GcHeapReport heap) =>
    [
        $"{heap.ProcessId}", heap.Isolate, Units.Count(heap.Collections), Units.Age(TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs)), Lost(heap),
        GcSentences.Pause(heap.Kinds.Max(kind => kind.MaxMs)), Units.Bytes(heap.PeakBytes), heap.Floor.LatestBytes is { } floor ? Units.Bytes(floor) : "", Trend(heap.Floor),
    ];

    private static Cell Trend(FloorReport floor) => floor switch
    {
        { Source: FloorSource.YoungCollections } => new Piece("not known", Tone.Dim),
        { Verdict: FloorVerdict.Growing } => new Piece("rising", Tone.Bad),
        { Verdict: FloorVerdict.Shrinking } => "falling",
        { Verdict: FloorVerdict.Steady } => "steady",
        _ => new Piece("too few", Tone.Dim),
    };

    private static IReadOnlyList<Cell> KindRow(GcKindReport kind) =>
    [
        GcSentences.Name(kind.Kind), Units.Count(kind.Count), GcSentences.Pause(kind.TotalMs), GcSentences.Pause(kind.P50Ms), GcSentences.Pause(kind.P90Ms), GcSentences.Pause(kind.P99Ms),
        GcSentences.Pause(kind.MaxMs), At(kind.MaxAtMs), Units.Bytes(kind.FreedBytes),
    ];

    private static IEnumerable<IReadOnlyList<Cell>> Facts(GcHeapReport heap)
    {
        var steps = heap.StepsMs > 0 ? $", and {GcSentences.Pause(heap.StepsMs)} of marking between them" : "";
        yield return ["Time lost", $"{Lost(heap)}: {GcSentences.Pause(heap.PausedMs)} of pauses{steps}"];
        if (heap.AllocationBytesPerSecond is { } rate) yield return ["Allocated", $"{Units.Bytes((long)rate)}/s; {Units.Bytes(heap.FreedBytes)} freed in all"];
        if (heap.PromotedBytes is { } promoted) yield return ["Promoted", $"{Units.Bytes(promoted)} in all{(heap.PromotionShare is { } share ? $"; scavenges promoted {GcSentences.Share(share)} of what was allocated" : "")}"];
        var committed = heap.PeakCommittedBytes is { } peak ? $", {Units.Bytes(peak)} committed" : "";
        yield return ["Peak", $"{Units.Bytes(heap.PeakBytes)}{committed}{(heap.HeapLimitBytes is { } limit ? $", of a limit of {Units.Bytes(limit)}" : "")}"];
    }

    private static IReadOnlyList<Cell> EventRow(GcEventReport collection) =>
    [
        At(collection.AtMs), GcSentences.Name(collection.Kind), GcSentences.Pause(collection.PauseMs), Size(collection.BeforeBytes), Size(collection.AfterBytes), Size(collection.CommittedBytes), collection.Cause ?? "",
    ];

    private static string Lost(GcHeapReport heap) => heap.ThroughputLost is { } lost ? GcSentences.Share(lost) : "not known";

    private static string Size(long? bytes) => bytes is { } known ? Units.Bytes(known) : "";

    private static string At(double milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return time.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
    }
}
