using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
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
    private const int LeastLine = 8;
    private const string Keys = "q quit   g collect garbage   s snapshot";

    /// <param name="title">Which process.</param>
    /// <param name="history">At least one sample.</param>
    /// <param name="verdict">Of that history.</param>
    /// <param name="status">What the last key did, or what goes on.</param>
    /// <param name="width">Of the window; 60 columns or more look right.</param>
    /// <param name="height">Of the window; 14 lines or more.</param>
    public static IReadOnlyList<Cell> Of(string title, WatchHistory history, WatchVerdict verdict, string status, int width, int height)
    {
        var samples = history.Samples.ToList();
        var last = samples[^1];
        var lines = new List<Cell>
        {
            Ends(new Piece(title, Tone.Strong), last.Timestamp.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture), width),
            new Piece(WatchText.Of(verdict), WatchText.ToneOf(verdict)),
            "",
        };
        lines.AddRange(Figures(samples, history, width));
        lines.Add("");
        var room = height - lines.Count - 3;
        if (room > 0)
        {
            lines.Add(Cell.Of(new Piece("Latest collections", Tone.Strong), new Piece("  time, longest pause, heap before and after", Tone.Dim)));
            var latest = RunsOf(samples).TakeLast(room).Reverse().ToList();
            lines.AddRange(latest.Select(Line));
            if (latest.Count == 0) lines.Add(new Piece("none yet", Tone.Dim));
        }

        while (lines.Count < height - 2) lines.Add("");
        if (lines.Count > height - 2) lines.RemoveRange(height - 2, lines.Count - height + 2);
        lines.Add(status.Length > 0 ? new Piece(status, Tone.Strong) : "");
        lines.Add(Ends(new Piece(Keys, Tone.Dim), $"watched {Units.LongDuration(history.Watched)}", width));
        return lines;
    }

    private static IEnumerable<Cell> Figures(List<WatchSample> samples, WatchHistory history, int width)
    {
        var last = samples[^1];
        var floors = FloorsOf(samples);
        var pauses = samples.SelectMany(sample => sample.Collections).ToList();
        yield return Figure("Heap floor", floors[^1] is { } floor ? Units.Bytes((long)floor) : "", floors, fromZero: false,
            history.Collections.FullFloorCount == 0 ? "no full collection yet" : Units.Count(history.Collections.FullFloorCount, "full collection"), width);
        yield return Figure("Heap used", Units.Bytes(last.HeapUsedBytes), Series(samples, sample => sample.HeapUsedBytes), fromZero: false,
            $"{Units.Share(last.HeapUsedBytes, last.HeapLimitBytes)} of {Units.Bytes(last.HeapLimitBytes)}", width);
        yield return Figure("External", Units.Bytes(last.ExternalBytes), Series(samples, sample => sample.ExternalBytes), fromZero: false, $"{Units.Bytes(last.ArrayBuffersBytes)} of buffers", width);
        yield return Figure("RSS", Units.Bytes(last.RssBytes), Series(samples, sample => sample.RssBytes), fromZero: false,
            last.Container is (var used, var limit) ? $"{Units.Share(used, limit)} of {Units.Bytes(limit)}" : "no container limit", width);
        yield return Figure("Allocation", $"{Units.Bytes((long)last.AllocationBytesPerSecond)}/s", Series(samples, sample => sample.AllocationBytesPerSecond), fromZero: true, "", width);
        yield return Figure("Collecting", Percent(last.CollectionShare), Series(samples, sample => sample.CollectionShare), fromZero: true,
            pauses.Count == 0 ? "" : $"longest pause {GcText.Pause(pauses.Max(collection => collection.PauseMs))}", width);
        yield return Figure("Loop delay", last.LoopDelay is { } delay ? GcText.Pause(delay.P99Ms) : "blocked", Series(samples, sample => sample.LoopDelay?.P99Ms), fromZero: true,
            $"loop busy {Percent(last.LoopUtilization)}", width);
        yield return Figure("CPU", Percent(last.CpuShare), Series(samples, sample => sample.CpuShare), fromZero: true,
            last.FileDescriptors is { } descriptors ? Units.Count(descriptors, "descriptor") : "", width);
    }

    private static Cell Figure(string name, string value, List<double?> series, bool fromZero, string remark, int width)
    {
        var room = width - NameWidth - ValueWidth - RemarkWidth - 4;
        // A narrow window has no room for remarks.
        var line = room >= LeastLine ? room : width - NameWidth - ValueWidth - 2;
        var text = $"{name.PadRight(NameWidth)}{value.PadLeft(ValueWidth)}  {Sparkline.Of(series, Math.Max(0, line), fromZero)}";
        return room >= LeastLine ? Cell.Of(text, new Piece("  " + remark, Tone.Dim)) : text;
    }

    /// <summary>The floor as it was known at each sample.</summary>
    private static List<double?> FloorsOf(List<WatchSample> samples)
    {
        double? known = null;
        return [.. samples.Select(sample => known = sample.FloorBytes ?? known)];
    }

    private static List<double?> Series(List<WatchSample> samples, Func<WatchSample, double?> value) => [.. samples.Select(value)];

    /// <summary>Collections of one kind that follow one another are one line: a busy server scavenges many times a second.</summary>
    private static List<List<WatchCollection>> RunsOf(List<WatchSample> samples)
    {
        var runs = new List<List<WatchCollection>>();
        foreach (var collection in samples.SelectMany(sample => sample.Collections).Where(collection => collection.Kind is not (GcKind.WeakCallbacks or GcKind.IncrementalMarking)))
        {
            var isSame = runs.Count > 0 && runs[^1][0].Kind == collection.Kind && collection.Kind != GcKind.MarkCompact;
            if (isSame) runs[^1].Add(collection);
            else runs.Add([collection]);
        }

        return runs;
    }

    private static Cell Line(List<WatchCollection> run)
    {
        var (first, last) = (run[0], run[^1]);
        var at = TimeSpan.FromMilliseconds(last.AtMs).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var name = GcText.Name(last.Kind) + (run.Count > 1 ? $" x {Units.Count(run.Count)}" : last.IsForced ? ", forced" : "");
        var freed = run.Sum(collection => collection is { BeforeBytes: { } before, AfterBytes: { } after } ? before - after : 0);
        var sizes = first.BeforeBytes is { } from && last.AfterBytes is { } to ? $"{Units.Bytes(from),9} → {Units.Bytes(to),-9}" : new string(' ', 21);
        return $"{at,8} s  {name,-20} {GcText.Pause(run.Max(collection => collection.PauseMs)),8} {sizes} freed {Units.Bytes(Math.Max(0, freed))}";
    }

    private static Cell Ends(Piece left, string right, int width)
    {
        var room = Math.Max(0, width - right.GetCellWidth() - 1);
        var cut = new Piece(SafeText.CutEnd(left.Text, room), left.Tone);
        return Cell.Of(cut, new string(' ', Math.Max(0, width - cut.Text.GetCellWidth() - right.GetCellWidth())), right);
    }

    private static string Percent(double share) => (100 * share).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";
}
