using System.Globalization;
using System.Security;
using System.Text;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Plots;

/// <summary>
/// A heap over time as an SVG of its own: above, what is used before and after collections, what is committed, the floor after
/// full collections and its trend; below, the pauses. Colours follow the reader's light or dark scheme, so that the picture can
/// stand on any page; with no scheme known it is light. No script, no outside resource. At most some 100 kB.
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

    /// <summary>Above this the saw teeth run into one another, and would hide what lies on them.</summary>
    private const int MostSingle = 700;

    private const string Style = """
        <style>
        :root { color-scheme: light dark; }
        .page { fill: #ffffff; } text { fill: #333333; font: 12px system-ui, "DejaVu Sans", sans-serif; } .title { font-size: 15px; font-weight: 600; } .dim { fill: #666666; }
        .grid { stroke: #e3e3e3; } .axis { stroke: #999999; }
        .heap { stroke: #2b6cb0; stroke-width: 1.2; } .committed { stroke: #9aa5b1; stroke-dasharray: 2 3; } .floor { fill: #c05621; } .trend { stroke: #c05621; stroke-width: 2; stroke-dasharray: 8 4; }
        .limit { stroke: #c53030; stroke-dasharray: 4 3; } .young { stroke: #38a169; } .full { stroke: #805ad5; stroke-width: 2; } .band { stroke-opacity: 0.4; } path, line { fill: none; }
        @media (prefers-color-scheme: dark) {
        .page { fill: #16191d; } text { fill: #e2e4e7; } .dim { fill: #a3a9b0; } .grid { stroke: #2c3138; } .axis { stroke: #6b737c; }
        .heap { stroke: #63b3ed; } .committed { stroke: #6f7a86; } .floor { fill: #f6ad55; } .trend { stroke: #f6ad55; } .limit { stroke: #fc8181; } .young { stroke: #68d391; } .full { stroke: #b794f4; }
        }
        </style>
        """;

    /// <param name="title">What log and process it is.</param>
    /// <param name="tally">The heap's collections.</param>
    /// <param name="summary">The same, judged.</param>
    public static string Of(string title, GcTally tally, GcSummary summary)
    {
        var points = tally.Curve.Points;
        var from = tally.From.TotalSeconds;
        var time = new PlotScale(from, tally.To.TotalSeconds, Left, Right);
        var peak = Math.Max(tally.PeakBytes, tally.PeakCommittedBytes);
        // A limit far above would press the curve flat.
        var limit = summary.LimitBytes is { } known && known < 2 * peak ? summary.LimitBytes : null;
        var heap = new PlotScale(0, Math.Max(peak, limit ?? 0) * 1.05, HeapBottom, HeapTop);
        var longest = points.Count == 0 ? 0 : points.Max(point => point.LongestPause).TotalMilliseconds;
        var pause = new PlotScale(0, longest * 1.08, PauseBottom, PauseTop);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">\n<title>{Escape(title)}</title>\n{Style}\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"page\" width=\"{Width}\" height=\"{Height}\"/>\n");
        Text(svg, Left, 26, "title", "start", title);
        Text(svg, Left, 46, "dim", "start", Caption(summary));
        Grid(svg, heap.Sizes(6).Select(mark => (heap.Place(mark.Value), mark.Label)));
        Grid(svg, pause.Milliseconds(4).Select(mark => (pause.Place(mark.Value), mark.Label)));
        foreach (var (value, label) in time.Seconds(10))
        {
            Line(svg, "axis", time.Place(value), PauseBottom, time.Place(value), PauseBottom + 5);
            Text(svg, time.Place(value), PauseBottom + 20, "", "middle", label);
        }

        Text(svg, (Left + Right) / 2.0, Height - 12, "dim", "middle", "time since the start");
        Text(svg, Left, PauseTop - 12, "dim", "start", "pause");
        if (tally.PeakCommittedBytes > 0) Path(svg, "committed", points.Where(point => point.CommittedBytes is not null).Select(point => (time.Place(point.At.TotalSeconds), heap.Place(point.CommittedBytes ?? 0))));
        Path(svg, points.Count > MostSingle ? "heap band" : "heap", points.SelectMany(point => new[] { (time.Place(point.At.TotalSeconds), heap.Place(point.HighestBytes)), (time.Place(point.At.TotalSeconds), heap.Place(point.LowestBytes)) }));
        // Young ones after full ones: they are the shorter, and stand before them where both are.
        Sticks(svg, "full", points.Select(point => (time.Place(point.At.TotalSeconds), pause.Place(point.LongestFullPause.TotalMilliseconds))));
        Sticks(svg, "young", points.Select(point => (time.Place(point.At.TotalSeconds), pause.Place(point.LongestYoungPause.TotalMilliseconds))));
        Floor(svg, summary, time, heap);
        if (limit is { } bytes) Line(svg, "limit", Left, heap.Place(bytes), Right, heap.Place(bytes));
        Line(svg, "axis", Left, HeapBottom, Right, HeapBottom);
        Line(svg, "axis", Left, PauseBottom, Right, PauseBottom);
        Legend(svg, summary, limit is not null, tally.PeakCommittedBytes > 0);
        return svg.Append("</svg>\n").ToString();
    }

    private static string Caption(GcSummary summary)
    {
        var lost = summary.ThroughputLost is { } share ? $"{GcText.Share(share)} of the time lost" : "";
        var floor = summary.Floor.Verdict switch
        {
            FloorVerdict.Growing => $", the floor rises by {GcText.Rate(summary.Floor.BytesPerMinute, summary.Observed)}",
            FloorVerdict.Shrinking => $", the floor falls by {GcText.Rate(-summary.Floor.BytesPerMinute, summary.Observed)}",
            FloorVerdict.Steady => ", the floor does not keep rising",
            _ => "",
        };
        return $"{Units.Count(summary.Count, "collection")} in {Units.LongDuration(summary.Observed)}, {lost}{floor}";
    }

    private static void Floor(StringBuilder svg, GcSummary summary, PlotScale time, PlotScale heap)
    {
        if (summary.FloorSource == FloorSource.FullCollections)
        {
            // As many as can be told apart.
            var every = Math.Max(1, summary.FloorPoints.Count / 500);
            foreach (var point in summary.FloorPoints.Where((_, i) => i % every == 0))
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"floor\" r=\"2.5\" cx=\"{time.Place(point.At.TotalSeconds):0.#}\" cy=\"{heap.Place(point.Bytes):0.#}\"/>\n");
        }

        if (summary.Floor.Verdict == FloorVerdict.TooFew) return;
        var (first, last) = (summary.FloorPoints[0].At, summary.FloorPoints[^1].At);
        var end = summary.Floor.StartBytes + (summary.Floor.BytesPerMinute * (last - first).TotalMinutes);
        Line(svg, "trend", time.Place(first.TotalSeconds), heap.Place(summary.Floor.StartBytes), time.Place(last.TotalSeconds), heap.Place(end));
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
            if (kind == "floor") svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"floor\" r=\"3\" cx=\"{at + 12:0.#}\" cy=\"60\"/>\n");
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
        foreach (var (x, y) in tops.Where(top => top.Y < PauseBottom)) svg.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {PauseBottom}V{y:0.#}");
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

    private static void Line(StringBuilder svg, string kind, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{kind}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string kind, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text{(kind.Length > 0 ? $" class=\"{kind}\"" : "")} x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Escape(text)}</text>\n");

    private static string Escape(string text) => SecurityElement.Escape(SafeText.OneLine(text));
}
