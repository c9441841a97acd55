using System.Globalization;
using System.Text;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Plots;

/// <summary>
/// A profile as a flame graph in one self-contained SVG file. A box is a function on a stack, with callers above the functions they
/// call, as wide as the bytes allocated in and below it. A browser can zoom, search and reset it; without scripts it is still a
/// picture. Positions are percentages of the window width, so it fits any window. Boxes that are too narrow to be seen even at tenfold
/// zoom are left out.
/// </summary>
internal static class FlameGraph
{
    private const double Width = 1200; // before a script has measured the window
    private const double CharacterWidth = 7.1;
    private const int RowHeight = 18;
    private const int Top = 66;
    private const int Bottom = 30;
    private const double MinShare = 0.0001;
    private const int MaxNameLength = 300;

    private const string Font =
        "font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"12\"";

    private const string SearchBox =
        """<input xmlns="http://www.w3.org/1999/xhtml" id="search" type="search" """
        + """placeholder="search functions and files (Ctrl-F)" aria-label="search"/>""";

    public static string Of(AllocationProfile profile, string title, string unit)
    {
        var (boxes, depth) = Lay(profile);
        var height = Top + (depth * RowHeight) + Bottom;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" data-unit="{XmlText.Escape(unit)}" {Font}>
            <style>{PlotAsset.Read("FlameGraph.css")}</style>
            <rect width="100%" height="100%" class="paper"/>
            <text x="10" y="24" class="title">{XmlText.Escape(title)}</text>
            <text x="10" y="44" class="hint" id="detail">{XmlText.Escape(Detail(profile, unit))}</text>
            <text id="reset" x="10" y="60" class="link" visibility="hidden" tabindex="0">← all of it</text>
            <text id="matched" x="99%" y="44" text-anchor="end" class="hint"></text>
            <foreignObject x="70%" y="8" width="29%" height="26">{SearchBox}</foreignObject>
            <g id="boxes">

            """);
        foreach (var box in boxes) Draw(text, profile, box, unit);
        text.Append(CultureInfo.InvariantCulture,
            $"""
            </g>
            <g class="legend">{Legend(height)}</g>
            <script><![CDATA[{PlotAsset.Read("FlameGraph.js")}]]></script>
            </svg>

            """);
        return text.ToString();
    }

    private static string Legend(int height) =>
        Key(height, 10, "application", "the program")
        + Key(height, 125, "library", "node_modules")
        + Key(height, 245, "runtime", "Node and V8");

    private static string Key(int height, int x, string kind, string name)
    {
        var box = string.Create(
            CultureInfo.InvariantCulture, $"""<rect x="{x}" y="{height - 20}" width="10" height="10" class="{kind}"/>""");
        return box + string.Create(CultureInfo.InvariantCulture, $"""<text x="{x + 15}" y="{height - 11}">{name}</text>""");
    }

    /// <summary>The boxes, callers first: siblings next to each other in order; the rest of the caller's width is its own.</summary>
    private static (List<Box> Boxes, int Depth) Lay(AllocationProfile profile)
    {
        var boxes = new List<Box>();
        var places = new (double Next, int Row)[profile.Frames.Count]; // where a frame's next child begins
        var depth = 0;
        for (var i = 0; i < profile.Frames.Count; i++)
        {
            var parent = profile.Frames[i].Parent;
            var share = profile.TotalBytes == 0 ? 1 : (double)profile.TotalBytesOf(i) / profile.TotalBytes;
            var (left, row) = parent < 0 ? (0, 0) : (places[parent].Next, places[parent].Row + 1);
            places[i] = (left, row);
            if (parent >= 0) places[parent].Next += share;
            if (share < MinShare) continue;
            boxes.Add(new Box(i, left, share, row));
            depth = Math.Max(depth, row + 1);
        }

        return (boxes, depth);
    }

    private static void Draw(StringBuilder text, AllocationProfile profile, Box box, string unit)
    {
        var frame = profile.Frames[box.Frame];
        var name = frame.Parent < 0 ? "all" : Cut(frame.Name);
        var location = frame.File.Length == 0 ? "" : Cut($"{CodeOrigin.FilePathOf(frame.File)}:{frame.Line}:{frame.Column}");
        var label = frame.Owner == CodeOwner.Runtime ? name : Cut($"{name} {CodeOrigin.FileNameOf(frame.File)}:{frame.Line}");
        var title = $"{name}\n{(location.Length > 0 ? location + "\n" : "")}{Numbers(profile, box, unit)}";
        var shown = Fitting(label, box.Share * Width);
        var y = Top + (box.Row * RowHeight);
        var (left, width) = (Number(box.Left * 100), Number(box.Share * 100));
        text.Append(CultureInfo.InvariantCulture, $"<g class=\"box {ClassOf(frame)}\" data-x=\"{Number(box.Left)}\"")
            .Append(CultureInfo.InvariantCulture, $" data-w=\"{Number(box.Share)}\" data-row=\"{box.Row}\"")
            .Append($" data-label=\"{XmlText.Escape(label)}\" data-place=\"{XmlText.Escape(location)}\" tabindex=\"0\">")
            .Append($"<title>{Lines(title)}</title>")
            .Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}%\" y=\"{y}\" width=\"{width}%\" height=\"{RowHeight - 1}\"/>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{left}%\" dx=\"4\" y=\"{y + 13}\">{XmlText.Escape(shown)}</text></g>\n");
    }

    private static string Numbers(AllocationProfile profile, Box box, string unit)
    {
        var total = profile.TotalBytesOf(box.Frame);
        return $"{ByteSize.Format(total)} ({Shares.Format(total, profile.TotalBytes)}), "
            + $"itself {ByteSize.Format(profile.Frames[box.Frame].SelfBytes)}, {Counts.Format(profile.TotalCountOf(box.Frame), unit)}";
    }

    /// <summary>Escaped line by line: a line break between lines stays one.</summary>
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(XmlText.Escape));

    private static string ClassOf(AllocationFrame frame) => frame.Owner switch
    {
        CodeOwner.Application => "application",
        CodeOwner.Library => "library",
        _ => "runtime",
    };

    private static string Fitting(string name, double width)
    {
        var room = (int)((width - 8) / CharacterWidth);
        return room < 2 ? "" : SafeText.CutEnd(name, room);
    }

    private static string Cut(string text) => SafeText.CutEnd(SafeText.OneLine(text), MaxNameLength);

    private static string Detail(AllocationProfile profile, string unit) =>
        $"{ByteSize.Format(profile.TotalBytes)} in {Counts.Format(profile.TotalCount, unit)}. "
        + "A box is as wide as what was allocated in and below it; click one to zoom in.";

    private static string Number(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private readonly record struct Box(int Frame, double Left, double Share, int Row);
}
