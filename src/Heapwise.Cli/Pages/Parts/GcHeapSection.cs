using System.Globalization;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The collections of one heap on a page: by kind, what they cost, the floor, signs of trouble, and the latest ones.</summary>
internal static class GcHeapSection
{
    private static readonly Column[] KindColumns =
    [
        new("Kind", Fit.Word), new("Count"), new("Paused"), new("p50"), new("p90"), new("p99"), new("Max"), new("at", Rank: 1), new("Freed"),
    ];

    private static readonly Column[] EventColumns =
    [
        new("At"), new("Kind", Fit.Word), new("Pause"), new("Before"), new("After"), new("Committed", Rank: 1), new("Cause", Fit.CutEnd),
    ];

    public static void Add(Page page, GcHeapReport heap)
    {
        page.Table(KindColumns, [.. heap.Kinds.Select(KindRow)]);
        page.Table([new("", Fit.Word), new("", Fit.CutEnd)], [.. Facts(heap)]);
        page.Heading("The floor").Say(GcText.Floor(heap));
        if (heap.Signs.Count > 0)
        {
            page.Heading("Signs of trouble");
            foreach (var sign in heap.Signs) page.Say(new Piece(GcText.Of(sign, heap), Tone.Bad));
        }

        if (heap.Latest.Count > 0) page.Heading(heap.Latest.Count == 1 ? "The latest collection" : $"The latest {Units.Count(heap.Latest.Count)} collections").Table(EventColumns, [.. heap.Latest.Select(EventRow)]);
    }

    private static IReadOnlyList<Cell> KindRow(GcKindReport kind) =>
    [
        GcText.Name(kind.Kind), Units.Count(kind.Count), GcText.Pause(kind.TotalMs), GcText.Pause(kind.P50Ms), GcText.Pause(kind.P90Ms), GcText.Pause(kind.P99Ms),
        GcText.Pause(kind.MaxMs), At(kind.MaxAtMs), Units.Bytes(kind.FreedBytes),
    ];

    private static IEnumerable<IReadOnlyList<Cell>> Facts(GcHeapReport heap)
    {
        var steps = heap.StepsMs > 0 ? $", and {GcText.Pause(heap.StepsMs)} of marking between them" : "";
        yield return ["Time lost", $"{Lost(heap)}: {GcText.Pause(heap.PausedMs)} of pauses{steps}"];
        if (heap.AllocationBytesPerSecond is { } rate) yield return ["Allocated", $"{Units.Bytes((long)rate)}/s; {Units.Bytes(heap.FreedBytes)} freed in all"];
        if (heap.PromotedBytes is { } promoted) yield return ["Promoted", $"{Units.Bytes(promoted)} in all{(heap.PromotionShare is { } share ? $"; scavenges promoted {GcText.Share(share)} of what was allocated" : "")}"];
        var committed = heap.PeakCommittedBytes is { } peak ? $", {Units.Bytes(peak)} committed" : "";
        yield return ["Peak", $"{Units.Bytes(heap.PeakBytes)}{committed}{(heap.HeapLimitBytes is { } limit ? $", of a limit of {Units.Bytes(limit)}" : "")}"];
    }

    private static IReadOnlyList<Cell> EventRow(GcEventReport collection) =>
    [
        At(collection.AtMs), GcText.Name(collection.Kind), GcText.Pause(collection.PauseMs), Size(collection.BeforeBytes), Size(collection.AfterBytes), Size(collection.CommittedBytes), collection.Cause ?? "",
    ];

    public static string Lost(GcHeapReport heap) => heap.ThroughputLost is { } lost ? GcText.Share(lost) : "not known";

    private static string Size(long? bytes) => bytes is { } known ? Units.Bytes(known) : "";

    private static string At(double milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return time.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
    }
}
