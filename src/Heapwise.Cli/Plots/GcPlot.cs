using System.Globalization;
using System.Security;
using System.Text;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Plots;

/// <summary>
/// A heap over time as a self-contained SVG. The upper part shows the used heap before and after collections, the committed heap, the
/// floor after full collections and its trend. The lower part shows the pauses. Colours follow the reader's light or dark scheme, and
/// default to light. No script, no external resource, about 100 kB at most.
/// </summary>
internal static class GcPlot
{
    private const int Width = 1100;
    private const int Height = 640;
    private const int Left = 76;
    private const int Right = Width - 24;
    private const int HeapTop = 78;
    private const int HeapBottom = 410;
    private const int PauseTop = 450;
    private const int PauseBottom = 590;

    /// <summary>Above this number of points the saw teeth merge and would hide what is drawn on them.</summary>
    private const int MaxSingle = 700;

    /// <param name="title">What log and process it is.</param>
    /// <param name="tally">The heap's collections.</param>
    /// <param name="summary">The same, judged.</param>
    public static string Of(string title, GcTally tally, GcSummary summary)
    {
        var points = tally.Curve.Points;
        var time = new PlotScale(tally.From.TotalSeconds, tally.To.TotalSeconds, Left, Right);
        var peak = Math.Max(tally.PeakBytes, tally.PeakCommittedBytes);
        // A limit far above would flatten the curve.
        var limit = summary.LimitBytes is { } known && known < 2 * peak ? summary.LimitBytes : null;
        var heap = new PlotScale(0, Math.Max(peak, limit ?? 0) * 1.05, HeapBottom, HeapTop);
        var longest = points.Count == 0 ? 0 : points.Max(point => point.LongestPause).TotalMilliseconds;
        var pause = new PlotScale(0, longest * 1.08, PauseBottom, PauseTop);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Width} {Height}\" role=\"img\">\n<title>{Escape(title)}</title>\n")
            .Append($"<style>\n{PlotAsset.Read("GcPlot.css")}\n</style>\n")
            .Append(CultureInfo.InvariantCulture, $"<rect class=\"page\" width=\"{Width}\" height=\"{Height}\"/>\n");
        Text(svg, Left, 26, "title", "start", title);
        Text(svg, Left, 46, "dim", "start", Caption(summary));
        Axes(svg, time, heap, pause);
        Curves(svg, tally, time, heap, pause);
        Floor(svg, summary, time, heap);
        if (limit is { } bytes) Line(svg, "limit", Left, heap.Place(bytes), Right, heap.Place(bytes));
        Line(svg, "axis", Left, HeapBottom, Right, HeapBottom);
        Line(svg, "axis", Left, PauseBottom, Right, PauseBottom);
        Legend(svg, summary, limit is not null, tally.PeakCommittedBytes > 0);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Axes(StringBuilder svg, PlotScale time, PlotScale heap, PlotScale pause)
    {
        Grid(svg, heap.Sizes(6).Select(mark => (heap.Place(mark.Value), mark.Label)));
        Grid(svg, pause.Milliseconds(4).Select(mark => (pause.Place(mark.Value), mark.Label)));
        foreach (var (value, label) in time.Seconds(10))
        {
            Line(svg, "axis", time.Place(value), PauseBottom, time.Place(value), PauseBottom + 5);
            Text(svg, time.Place(value), PauseBottom + 20, "", "middle", label);
        }

        Text(svg, (Left + Right) / 2.0, Height - 12, "dim", "middle", "time since the start");
        Text(svg, Left, PauseTop - 12, "dim", "start", "pause");
    }

    private static void Curves(StringBuilder svg, GcTally tally, PlotScale time, PlotScale heap, PlotScale pause)
    {
        var points = tally.Curve.Points;
        if (tally.PeakCommittedBytes > 0)
        {
            var committed = points.Where(point => point.CommittedBytes is not null);
            Path(svg, "committed", committed.Select(point => At(point, point.CommittedBytes ?? 0)));
        }

        Path(
            svg, points.Count > MaxSingle ? "heap band" : "heap",
            points.SelectMany(point => new[] { At(point, point.HighestBytes), At(point, point.LowestBytes) }));
        // Young pauses after full ones: they are shorter, and are drawn in front where both are.
        Sticks(svg, "full", points.Select(point => Stick(point, point.LongestFullPause)));
        Sticks(svg, "young", points.Select(point => Stick(point, point.LongestYoungPause)));

        (double X, double Y) At(HeapCurvePoint point, long bytes) => (time.Place(point.At.TotalSeconds), heap.Place(bytes));

        (double X, double Y) Stick(HeapCurvePoint point, TimeSpan longest) =>
            (time.Place(point.At.TotalSeconds), pause.Place(longest.TotalMilliseconds));
    }

    private static string Caption(GcSummary summary)
    {
        var lost = summary.ThroughputLost is { } share ? $"{Shares.Format(share)} of the time lost" : "";
        var floor = summary.Floor.Verdict switch
        {
            FloorVerdict.Growing => $", the floor rises by {GcText.Rate(summary.Floor.BytesPerMinute, summary.Observed)}",
            FloorVerdict.Shrinking => $", the floor falls by {GcText.Rate(-summary.Floor.BytesPerMinute, summary.Observed)}",
            FloorVerdict.Steady => ", the floor does not keep rising",
            _ => "",
        };
        return $"{Counts.Format(summary.Count, "collection")} in {Durations.Format(summary.Observed)}, {lost}{floor}";
    }

    private static void Floor(StringBuilder svg, GcSummary summary, PlotScale time, PlotScale heap)
    {
        if (summary.FloorSource == FloorSource.FullCollections)
        {
            // As many as can be distinguished.
            var every = Math.Max(1, summary.FloorPoints.Count / 500);
            foreach (var point in summary.FloorPoints.Where((_, i) => i % every == 0))
                Circle(svg, 2.5, time.Place(point.At.TotalSeconds), heap.Place(point.Bytes));
        }

        if (summary.Floor.Verdict == FloorVerdict.TooFew) return;
        var (first, last) = (summary.FloorPoints[0].At, summary.FloorPoints[^1].At);
        var end = summary.Floor.StartBytes + (summary.Floor.BytesPerMinute * (last - first).TotalMinutes);
        var (from, to) = (time.Place(first.TotalSeconds), time.Place(last.TotalSeconds));
        Line(svg, "trend", from, heap.Place(summary.Floor.StartBytes), to, heap.Place(end));
    }

    private static void Legend(StringBuilder svg, GcSummary summary, bool hasLimit, bool hasCommitted)
    {
        var isFull = summary.FloorSource == FloorSource.FullCollections;
        var at = (double)Left;
        Entry("heap", "used, before and after");
        if (hasCommitted) Entry("committed", "committed");
        if (isFull) Entry("floor", "floor after full collections");
        if (summary.Floor.Verdict != FloorVerdict.TooFew) Entry("trend", isFull ? "its trend" : "trend after young collections");
        if (hasLimit) Entry("limit", "heap limit");
        Entry("young", "young pause");
        Entry("full", "full pause");

        void Entry(string kind, string name)
        {
            if (kind == "floor") Circle(svg, 3, at + 12, 60);
            else Line(svg, kind, at, 60, at + 24, 60);
            Text(svg, at + 30, 64, "", "start", name);
            at += 50 + (6.4 * name.Length);
        }
    }

    private static void Grid(StringBuilder svg, IEnumerable<(double Y, string Label)> marks)
    {
        foreach (var (y, label) in marks)
        {
            Line(svg, "grid", Left, y, Right, y);
            Text(svg, Left - 8, y + 4, "", "end", label);
        }
    }

    private static void Sticks(StringBuilder svg, string kind, IEnumerable<(double X, double Y)> tops)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"");
        foreach (var (x, y) in tops.Where(top => top.Y < PauseBottom))
            svg.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {PauseBottom}V{y:0.#}");
        svg.Append("\"/>\n");
    }

    private static void Path(StringBuilder svg, string kind, IEnumerable<(double X, double Y)> points)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" stroke-linejoin=\"round\" d=\"");
        var isFirst = true;
        foreach (var (x, y) in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{(isFirst ? 'M' : 'L')}{x:0.#} {y:0.#}");
            isFirst = false;
        }

        svg.Append("\"/>\n");
    }

    private static void Circle(StringBuilder svg, double radius, double x, double y) =>
        svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"floor\" r=\"{radius:0.#}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\"/>\n");

    private static void Line(StringBuilder svg, string kind, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{kind}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" ")
            .Append(CultureInfo.InvariantCulture, $"x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string kind, string anchor, string text)
    {
        var style = kind.Length > 0 ? $" class=\"{kind}\"" : "";
        svg.Append(CultureInfo.InvariantCulture, $"<text{style} x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">")
            .Append($"{Escape(text)}</text>\n");
    }

    private static string Escape(string text) => SecurityElement.Escape(SafeText.OneLine(text));
}
