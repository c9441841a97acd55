using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Texts;

/// <summary>Collections in words: names of kinds, the floor, rates, and a sentence for each warning.</summary>
internal static class GcText
{
    public static string Name(GcKind kind) => kind switch
    {
        GcKind.Scavenge => "scavenge",
        GcKind.MinorMarkSweep => "minor mark-sweep",
        GcKind.MarkCompact => "mark-compact",
        GcKind.IncrementalMarking => "marking step",
        _ => "weak callbacks",
    };

    public static string Floor(GcHeapReport heap)
    {
        var floor = heap.Floor;
        if (floor is not { FirstBytes: { } first, LatestBytes: { } latest }) return "The log does not say how large the heap is.";
        var isFull = floor.Source == FloorSource.FullCollections;
        var range = $"{ByteSize.Format(first)} after the first {(isFull ? "full" : "young")} collection, "
            + $"{ByteSize.Format(latest)} after the last of {Counts.Format(floor.Points)}.";
        var caution = isFull
            ? ""
            : " There was no full collection, so old garbage is included: a rise is no proof of a leak.";
        return $"{range} {Trend(floor, heap)}{caution}";
    }

    public static string Of(GcWarningReport warning, GcHeapReport heap) => warning.Kind switch
    {
        GcWarningKind.OutOfMemory => $"V8 gave up: {warning.Message}.",
        GcWarningKind.LastResort =>
            $"{Counts.Format(warning.Count ?? 0, "last-resort collection")}: V8 was about to fail an allocation.",
        GcWarningKind.Ineffective =>
            $"{Counts.Format(warning.Count ?? 0)} full collections in a row freed less than 5 % and took more time than the program had "
            + "between them: V8 ends a program that continues like this.",
        GcWarningKind.NearLimit =>
            $"The floor, {ByteSize.Format(warning.Bytes ?? 0)}, is {Shares.Format(warning.Share ?? 0)} of the heap limit of "
            + $"{ByteSize.Format(warning.LimitBytes ?? 0)}.",
        GcWarningKind.FloorRising => $"The floor rises by {Rate(warning.Bytes ?? 0, Observed(heap))}{Including(heap.Floor)}.",
        GcWarningKind.FullCollectionsMoreOften =>
            Text($"Full collections become more frequent: {warning.EarlierPerMinute:0.0} a minute in the first third of the time, ")
            + Text($"{warning.LaterPerMinute:0.0} in the last."),
        GcWarningKind.PromotionHigh =>
            $"Scavenges promote {Shares.Format(warning.Share ?? 0)} of what is allocated: many objects outlive the young generation. "
            + "Larger semi-spaces (--max-semi-space-size) or shorter lifetimes help.",
        GcWarningKind.MuchTimeLost => $"Collecting garbage takes {Shares.Format(warning.Share ?? 0)} of the time.",
        _ => throw new NotSupportedException(warning.Kind.ToString()),
    };

    /// <summary>A slope in the unit that a person would use: a run of seconds has no rate per hour.</summary>
    public static string Rate(double bytesPerMinute, TimeSpan observed)
    {
        var (scale, unit) = Unit(bytesPerMinute, observed);
        return $"{ByteSize.Format(bytesPerMinute * scale)} {unit}";
    }

    private static (double Scale, string Unit) Unit(double bytesPerMinute, TimeSpan observed) =>
        observed < TimeSpan.FromMinutes(2) ? (1.0 / 60, "a second")
        : observed > TimeSpan.FromHours(1) && Math.Abs(bytesPerMinute) < 1_000_000 ? (60, "an hour")
        : (1, "a minute");

    private static TimeSpan Observed(GcHeapReport heap) => TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs);

    /// <summary>Whether V8 gave up.</summary>
    public static bool HasRunOut(GcHeapReport heap) => heap.Signs.Any(sign => sign.Kind == GcWarningKind.OutOfMemory);

    private static string Trend(FloorReport floor, GcHeapReport heap) => floor switch
    {
        { Verdict: FloorVerdict.TooFew } when HasRunOut(heap) => "V8 gave up before there were enough for a trend.",
        { Verdict: FloorVerdict.TooFew } =>
            $"Too few for a trend, which takes {FloorTrend.MinPoints}{(heap.Isolate is null ? "" : ": let the log grow longer")}.",
        { Verdict: FloorVerdict.Growing } =>
            $"It rises by {Rate(floor.BytesPerMinute ?? 0, Observed(heap))} ({Interval(floor, heap)}).",
        { Verdict: FloorVerdict.Shrinking } =>
            $"It falls by {Rate(-floor.BytesPerMinute ?? 0, Observed(heap))} ({Interval(floor, heap)}).",
        { Verdict: FloorVerdict.Steady } when HasRunOut(heap) => "That is no clear trend, but V8 gave up: the heap was full.",
        { LowBytesPerMinute: 0, HighBytesPerMinute: 0 } => "It does not change.",
        _ => $"It does not keep rising: {Interval(floor, heap)}.",
    };

    private static string Including(FloorReport floor) => floor.Source == FloorSource.YoungCollections ? ", old garbage included" : "";

    private static string Interval(FloorReport floor, GcHeapReport heap)
    {
        var (scale, unit) = Unit(floor.BytesPerMinute ?? 0, Observed(heap));
        var (low, high) = (Change(floor.LowBytesPerMinute), Change(floor.HighBytesPerMinute));
        return $"{low} to {high} {unit} with 95 % confidence, {Probability(floor.PValue ?? 1)}";

        string Change(double? bytesPerMinute) => ByteSize.FormatChange((bytesPerMinute ?? 0) * scale);
    }

    private static string Probability(double p) => p < 0.001 ? "p<0.001" : Text($"p={p:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
