using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The collections of one heap on a page: by kind, what they cost, the floor, warnings, and the latest ones.</summary>
internal static class GcHeapSection
{
    private static readonly Column[] KindColumns =
    [
        new("Kind", Fit.Word), new("Count"), new("Paused"), new("p50"), new("p90"), new("p99"), new("Max"), new("at", Rank: 1),
        new("Freed"),
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
            page.Heading("Warnings");
            foreach (var warning in heap.Signs) page.Say(new Piece(GcText.Of(warning, heap), Tone.Bad));
        }

        if (heap.Latest.Count == 0) return;
        page.Heading(heap.Latest.Count == 1 ? "The latest collection" : $"The latest {Counts.Format(heap.Latest.Count)} collections");
        page.Table(EventColumns, [.. heap.Latest.Select(EventRow)]);
    }

    private static IReadOnlyList<Cell> KindRow(GcKindReport kind) =>
    [
        GcText.Name(kind.Kind), Counts.Format(kind.Count), Durations.FormatPause(kind.TotalMs), Durations.FormatPause(kind.P50Ms),
        Durations.FormatPause(kind.P90Ms), Durations.FormatPause(kind.P99Ms), Durations.FormatPause(kind.MaxMs), At(kind.MaxAtMs),
        ByteSize.Format(kind.FreedBytes),
    ];

    private static IEnumerable<IReadOnlyList<Cell>> Facts(GcHeapReport heap)
    {
        var steps = heap.StepsMs > 0 ? $", and {Durations.FormatPause(heap.StepsMs)} of marking between them" : "";
        yield return ["Time lost", $"{Lost(heap)}: {Durations.FormatPause(heap.PausedMs)} of pauses{steps}"];

        if (heap.AllocationBytesPerSecond is { } rate)
            yield return ["Allocated", $"{ByteSize.Format(rate)}/s; {ByteSize.Format(heap.FreedBytes)} freed in total"];

        if (heap.PromotedBytes is { } promoted)
        {
            var share = heap.PromotionShare is { } part ? $"; scavenges promoted {Shares.Format(part)} of what was allocated" : "";
            yield return ["Promoted", $"{ByteSize.Format(promoted)} in total{share}"];
        }

        var committed = heap.PeakCommittedBytes is { } peak ? $", {ByteSize.Format(peak)} committed" : "";
        var limit = heap.HeapLimitBytes is { } bytes ? $", of a limit of {ByteSize.Format(bytes)}" : "";
        yield return ["Peak", $"{ByteSize.Format(heap.PeakBytes)}{committed}{limit}"];
    }

    private static IReadOnlyList<Cell> EventRow(GcEventReport collection) =>
    [
        At(collection.AtMs), GcText.Name(collection.Kind), Durations.FormatPause(collection.PauseMs), Size(collection.BeforeBytes),
        Size(collection.AfterBytes), Size(collection.CommittedBytes), collection.Cause ?? "",
    ];

    public static string Lost(GcHeapReport heap) => heap.ThroughputLost is { } lost ? Shares.Format(lost) : "unknown";

    private static string Size(long? bytes) => bytes is { } known ? ByteSize.Format(known) : "";

    private static string At(double milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return time.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
    }
}
