using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Texts;

/// <summary>Collections in words: names of kinds, times, the floor, and a sentence for each sign of trouble.</summary>
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

    /// <summary>A pause with three digits that count: 0.35 ms, 12.3 ms, 1.23 s.</summary>
    public static string Pause(double milliseconds) => milliseconds switch
    {
        < 9.995 => Text($"{milliseconds:0.00} ms"),
        < 99.95 => Text($"{milliseconds:0.0} ms"),
        < 999.5 => Text($"{milliseconds:0} ms"),
        < 9_995 => Text($"{milliseconds / 1000:0.00} s"),
        < 59_500 => Text($"{milliseconds / 1000:0.0} s"),
        _ => Units.LongDuration(TimeSpan.FromMilliseconds(milliseconds)),
    };

    /// <summary>A share from 0 to 1 in per cent.</summary>
    public static string Share(double share) => Units.Share((long)Math.Round(share * 1_000_000), 1_000_000);

    public static string Floor(GcHeapReport heap)
    {
        var floor = heap.Floor;
        if (floor is not { FirstBytes: { } first, LatestBytes: { } latest }) return "The log does not tell the heap's size.";
        var isFull = floor.Source == FloorSource.FullCollections;
        var range = $"{Units.Bytes(first)} after the first {(isFull ? "full" : "young")} collection, {Units.Bytes(latest)} after the latest of {Units.Count(floor.Points)}.";
        var trend = floor switch
        {
            { Verdict: FloorVerdict.TooFew } => $"Too few for a trend: it takes {FloorTrend.MinPoints}{(heap.Isolate is null ? "" : ", so let the log grow longer")}.",
            { Verdict: FloorVerdict.Growing } => $"It rises by {Rate(floor.BytesPerMinute ?? 0, Observed(heap))} ({Interval(floor, heap)}).",
            { Verdict: FloorVerdict.Shrinking } => $"It falls by {Rate(-floor.BytesPerMinute ?? 0, Observed(heap))} ({Interval(floor, heap)}).",
            { LowBytesPerMinute: 0, HighBytesPerMinute: 0 } => "It stands still.",
            _ => $"It does not keep rising: {Interval(floor, heap)}.",
        };
        var caution = isFull ? "" : " There was no full collection, so garbage that has grown old counts too: rising is no proof of a leak.";
        return $"{range} {trend}{caution}";
    }

    public static string Of(GcWarningReport sign, GcHeapReport heap) => sign.Kind switch
    {
        GcWarningKind.OutOfMemory => $"V8 gave up: {sign.Message}.",
        GcWarningKind.LastResort => $"{Units.Count(sign.Count ?? 0, "last-resort collection")}: V8 was about to fail an allocation.",
        GcWarningKind.Ineffective => $"{Units.Count(sign.Count ?? 0)} full collections in a row freed less than 5 % and left the program less time than they took: V8 ends a program that goes on like this.",
        GcWarningKind.NearLimit => $"The floor, {Units.Bytes(sign.Bytes ?? 0)}, is {Share(sign.Share ?? 0)} of the heap limit of {Units.Bytes(sign.LimitBytes ?? 0)}.",
        GcWarningKind.FloorRising => $"The floor rises by {Rate(sign.Bytes ?? 0, Observed(heap))}{(heap.Floor.Source == FloorSource.YoungCollections ? ", old garbage included" : "")}.",
        GcWarningKind.FullCollectionsMoreOften => Text($"Full collections come ever more often: {sign.EarlierPerMinute:0.0} a minute in the first third of the time, {sign.LaterPerMinute:0.0} in the last."),
        GcWarningKind.PromotionHigh => $"Scavenges promote {Share(sign.Share ?? 0)} of what is allocated: many objects outlive the young generation. Larger semi-spaces (--max-semi-space-size) or shorter lives help.",
        GcWarningKind.MuchTimeLost => $"Collecting takes {Share(sign.Share ?? 0)} of the time.",
        _ => throw new NotSupportedException(sign.Kind.ToString()),
    };

    /// <summary>A slope in the unit that a person would use: what goes on for seconds is not told by the minute.</summary>
    public static string Rate(double bytesPerMinute, TimeSpan observed)
    {
        var (scale, unit) = Unit(bytesPerMinute, observed);
        return $"{Units.Bytes((long)Math.Round(bytesPerMinute * scale))} {unit}";
    }

    private static (double Scale, string Unit) Unit(double bytesPerMinute, TimeSpan observed) =>
        observed < TimeSpan.FromMinutes(2) ? (1.0 / 60, "a second")
        : observed > TimeSpan.FromHours(1) && Math.Abs(bytesPerMinute) < 1_000_000 ? (60, "an hour")
        : (1, "a minute");

    private static TimeSpan Observed(GcHeapReport heap) => TimeSpan.FromMilliseconds(heap.ToMs - heap.FromMs);

    private static string Interval(FloorReport floor, GcHeapReport heap)
    {
        var (scale, unit) = Unit(floor.BytesPerMinute ?? 0, Observed(heap));
        return $"{Change(floor.LowBytesPerMinute)} to {Change(floor.HighBytesPerMinute)} {unit} with 95 % confidence, {Probability(floor.PValue ?? 1)}";

        string Change(double? bytesPerMinute) => Units.ByteChange((long)Math.Round((bytesPerMinute ?? 0) * scale));
    }

    private static string Probability(double p) => p < 0.001 ? "p<0.001" : Text($"p={p:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
