using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.LiveScreen;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Targets;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise history</c>.</summary>
internal static class HistoryPage
{
    private const int CurveWidth = 48;
    private const int MaxEvents = 20;

    /// <summary>Worth a line, in this order; the JSON has all.</summary>
    private static readonly (string Series, string Title, Func<double, string> Format)[] Shown =
    [
        ("heap.used", "heap used", Bytes), ("heap.floor", "after collections", Bytes), ("memory.rss", "resident memory", Bytes),
        ("memory.anonymous", "anonymous memory", Bytes), ("memory.external", "external memory", Bytes),
        ("cgroup.anonymous", "control group", Bytes), ("thread.main", "main thread busy", Shares.Format),
        ("loop.delay", "loop delay", Durations.FormatPause),
        ("descriptors.open", "descriptors", value => value.ToString("#,0", CultureInfo.InvariantCulture)),
    ];

    private static readonly Column[] Curves =
        [new("", Fit.Word), new("Lowest"), new("Highest"), new("Last"), new("Curve", Fit.Word, Rank: 1)];

    private static readonly Column[] Files = [new("Time", Fit.Word), new("Kind", Fit.Word), new("Size"), new("File", Fit.CutStart)];

    public static Page Of(HistoryReport report)
    {
        var page = new Page();
        if (report.Targets.Count == 0)
            return page.Say($"Nothing was seen since {Time(report.Since)}. 'heapwise guard' watches; --since says how far back");
        foreach (var target in report.Targets) Add(page, target);
        return page;
    }

    private static void Add(Page page, HistoryTarget target)
    {
        page.Heading($"{TargetIdentity.Describe(target.Name, target.Pid, target.Thread)} on {target.Host}");
        page.Note($"started {Time(target.StartedAt)}, last seen {Time(target.SeenAt)}");
        var rows = from shown in Shown
                   from series in target.Series.Where(series => series.Series == shown.Series && series.Points.Count > 0)
                   select Row(shown.Title, shown.Format, series.Points);
        page.Table(Curves, [.. rows]);
        if (target.Events.Count > MaxEvents) page.Note($"The last {MaxEvents} of {target.Events.Count} events:");
        foreach (var happened in target.Events.TakeLast(MaxEvents))
            page.Say(Time(happened.Time), "  ", NameOf(happened), "  ", WhatOf(happened, target));
        page.Table(Files, [.. target.Evidence.Select(file =>
            (IReadOnlyList<Cell>)
            [
                Time(file.Time), file.Kind, ByteSize.Format(file.Bytes), new Piece(ShortPath.Of(file.File), Tone.File),
            ])]);
        if (target.Evidence.Where(file => file.Kind == "snapshot").Select(file => file.File).ToList() is { Count: >= 2 } snapshots)
            page.Say("Next: ").CommandLines(
                [$"heapwise diagnose {string.Join(' ', snapshots.TakeLast(2).Select(ShortPath.Of).Select(ShellWords.Quote))}"]);
    }

    private static IReadOnlyList<Cell> Row(string title, Func<double, string> format, IReadOnlyList<HistoryPoint> points) =>
    [
        title, format(points.Min(point => point.Min)), format(points.Max(point => point.Max)), format(points[^1].Last), CurveOf(points),
    ];

    private static Piece NameOf(HistoryEvent happened) => new(
        happened.Rule ?? happened.State,
        happened.State switch { "firing" => Tone.Bad, "resolved" => Tone.Good, _ => Tone.Strong });

    /// <summary>Without the name of the target, which the heading has.</summary>
    private static string WhatOf(HistoryEvent happened, HistoryTarget target)
    {
        var name = $"{TargetIdentity.Describe(target.Name, target.Pid, target.Thread)}: ";
        return happened.Summary.StartsWith(name, StringComparison.Ordinal) ? happened.Summary[name.Length..] : happened.Summary;
    }

    /// <summary>Columns of equal time; one without a reading is a gap.</summary>
    internal static string CurveOf(IReadOnlyList<HistoryPoint> points)
    {
        var span = points[^1].Time - points[0].Time;
        if (span <= TimeSpan.Zero) return Sparkline.Of([points[0].Mean], 1, fromZero: false);
        var width = Math.Min(CurveWidth, points.Count);
        var columns = points.ToLookup(ColumnOf, point => point.Mean);
        double?[] means = [.. Enumerable.Range(0, width).Select(i => columns[i].Any() ? columns[i].Average() : (double?)null)];
        return Sparkline.Of(means, width, fromZero: false);

        int ColumnOf(HistoryPoint point) => Math.Min(width - 1, (int)((point.Time - points[0].Time) / span * width));
    }

    private static string Bytes(double value) => ByteSize.Format(value);

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
