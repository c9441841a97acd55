using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;
using Spectre.Console;

namespace Heapwise.Cli.LiveScreen;

/// <summary>What <c>heapwise top</c> shows at one moment, as lines of a window.</summary>
internal static class TopFrame
{
    private const int NameWidth = 11;
    private const int ValueWidth = 11;
    private const int RemarkWidth = 27;
    private const int MinLineWidth = 8;
    private const string Keys = "q quit   g collect garbage   s snapshot";

    /// <param name="title">Which process.</param>
    /// <param name="history">At least one sample.</param>
    /// <param name="verdict">The verdict on that history.</param>
    /// <param name="status">What the last key did, or what is going on.</param>
    /// <param name="width">Of the window; 60 columns or more look right.</param>
    /// <param name="height">Of the window; 14 lines or more.</param>
    public static IReadOnlyList<Cell> Of(string title, WatchHistory history, WatchVerdict verdict, string status, int width, int height)
    {
        var samples = history.Samples.ToList();
        var last = samples[^1];
        var lines = new List<Cell>
        {
            Ends(new Piece(title, Tone.Strong), last.Timestamp.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture), width),
        };
        var (first, rest) = SafeText.Break(WatchText.Of(verdict), width);
        lines.Add(new Piece(first, WatchText.ToneOf(verdict)));
        lines.Add(new Piece(rest, WatchText.ToneOf(verdict)));
        lines.AddRange(Figures(samples, history, width));
        lines.Add("");
        var room = height - lines.Count - 3;
        if (room > 0)
        {
            var legend = new Piece("  time, longest pause, heap before and after", Tone.Dim);
            lines.Add(Cell.Of(new Piece("Latest collections", Tone.Strong), legend));
            var latest = RunsOf(samples).TakeLast(room).Reverse().ToList();
            lines.AddRange(latest.Select(Line));
            if (latest.Count == 0) lines.Add(new Piece("none yet", Tone.Dim));
        }

        while (lines.Count < height - 2) lines.Add("");
        if (lines.Count > height - 2) lines.RemoveRange(height - 2, lines.Count - height + 2);
        lines.Add(status.Length > 0 ? new Piece(status, Tone.Strong) : "");
        lines.Add(Ends(new Piece(Keys, Tone.Dim), $"watched {Durations.Format(history.Watched)}", width));
        return lines;
    }

    private static IEnumerable<Cell> Figures(List<WatchSample> samples, WatchHistory history, int width)
    {
        var last = samples[^1];
        var floors = FloorsOf(samples);
        var pauses = samples.SelectMany(sample => sample.Collections).ToList();
        var fullCollections = history.Collections.FullFloorCount;
        yield return Figure(
            "Heap floor", floors[^1] is { } floor ? ByteSize.Format(floor) : "", floors, fromZero: false,
            fullCollections == 0 ? "no full collection yet" : Counts.Format(fullCollections, "full collection"), width);
        yield return Figure(
            "Heap used", ByteSize.Format(last.HeapUsedBytes), Series(samples, sample => sample.HeapUsedBytes), fromZero: false,
            $"{Shares.Format(last.HeapUsedBytes, last.HeapLimitBytes)} of {ByteSize.Format(last.HeapLimitBytes)}", width);
        yield return Figure(
            "External", ByteSize.Format(last.ExternalBytes), Series(samples, sample => sample.ExternalBytes), fromZero: false,
            $"{ByteSize.Format(last.ArrayBuffersBytes)} of buffers", width);
        yield return Figure(
            "RSS", ByteSize.Format(last.RssBytes), Series(samples, sample => sample.RssBytes), fromZero: false,
            last.Container is (var used, var limit)
                ? $"{Shares.Format(used, limit)} of {ByteSize.Format(limit)}"
                : "no container limit",
            width);
        yield return Figure(
            "Allocation", $"{ByteSize.Format(last.AllocationBytesPerSecond)}/s",
            Series(samples, sample => sample.AllocationBytesPerSecond), fromZero: true, "", width);
        yield return Figure(
            "Collecting", Shares.Format(last.CollectionShare), Series(samples, sample => sample.CollectionShare), fromZero: true,
            pauses.Count == 0 ? "" : $"longest pause {Durations.FormatPause(pauses.Max(collection => collection.PauseMs))}", width);
        yield return Figure(
            "Loop delay", last.LoopDelay is { } delay ? Durations.FormatPause(delay.P99Ms) : "blocked",
            Series(samples, sample => sample.LoopDelay?.P99Ms), fromZero: true, $"loop busy {Shares.Format(last.LoopUtilization)}", width);
        yield return Figure(
            "CPU", Shares.Format(last.CpuShare), Series(samples, sample => sample.CpuShare), fromZero: true,
            last.FileDescriptors is { } descriptors ? Counts.Format(descriptors, "descriptor") : "", width);
    }

    private static Cell Figure(string name, string value, List<double?> series, bool fromZero, string remark, int width)
    {
        var room = width - NameWidth - ValueWidth - RemarkWidth - 4;
        // A narrow window has no room for remarks.
        var line = room >= MinLineWidth ? room : width - NameWidth - ValueWidth - 2;
        var text = $"{name.PadRight(NameWidth)}{value.PadLeft(ValueWidth)}  {Sparkline.Of(series, Math.Max(0, line), fromZero)}";
        return room >= MinLineWidth ? Cell.Of(text, new Piece("  " + remark, Tone.Dim)) : text;
    }

    /// <summary>The floor as it was known at each sample.</summary>
    private static List<double?> FloorsOf(List<WatchSample> samples)
    {
        double? known = null;
        return [.. samples.Select(sample => known = sample.FloorBytes ?? known)];
    }

    private static List<double?> Series(List<WatchSample> samples, Func<WatchSample, double?> value) => [.. samples.Select(value)];

    /// <summary>Consecutive collections of one kind are one line: a busy server scavenges many times per second.</summary>
    private static List<List<WatchCollection>> RunsOf(List<WatchSample> samples)
    {
        var runs = new List<List<WatchCollection>>();
        foreach (var collection in samples.SelectMany(sample => sample.Collections).Where(IsWhole))
        {
            var isSame = runs.Count > 0 && runs[^1][0].Kind == collection.Kind && collection.Kind != GcKind.MarkCompact;
            if (isSame) runs[^1].Add(collection);
            else runs.Add([collection]);
        }

        return runs;
    }

    private static bool IsWhole(WatchCollection collection) => collection.Kind is not (GcKind.WeakCallbacks or GcKind.IncrementalMarking);

    private static Cell Line(List<WatchCollection> run)
    {
        var (first, last) = (run[0], run[^1]);
        var at = TimeSpan.FromMilliseconds(last.AtMs).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var name = GcText.Name(last.Kind) + (run.Count > 1 ? $" x {Counts.Format(run.Count)}" : last.IsForced ? ", forced" : "");
        var freed = run.Sum(collection => collection is { BeforeBytes: { } before, AfterBytes: { } after } ? before - after : 0);
        var sizes = first.BeforeBytes is { } from && last.AfterBytes is { } to
            ? $"{ByteSize.Format(from),9} → {ByteSize.Format(to),-9}"
            : new string(' ', 21);
        var pause = Durations.FormatPause(run.Max(collection => collection.PauseMs));
        return $"{at,8} s  {name,-20} {pause,8} {sizes} freed {ByteSize.Format(Math.Max(0, freed))}";
    }

    private static Cell Ends(Piece left, string right, int width)
    {
        var room = Math.Max(0, width - right.GetCellWidth() - 1);
        var cut = new Piece(SafeText.CutEnd(left.Text, room), left.Tone);
        return Cell.Of(cut, new string(' ', Math.Max(0, width - cut.Text.GetCellWidth() - right.GetCellWidth())), right);
    }
}
