using System.Globalization;
using System.Text;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Plots;

/// <summary>
/// A profile as a flame graph: one SVG file that needs nothing else. A box is a function on a stack, callers above the functions
/// they call, as wide as the bytes allocated in and below it. With a browser it can be zoomed, searched and reset; without scripts
/// it is still a picture. Positions are per cent of the window's width, so it fits any. Boxes too narrow to be seen even when
/// zoomed into tenfold are left out.
/// </summary>
internal static class FlameGraph
{
    private const double Width = 1200; // where no script has measured the window yet
    private const double CharacterWidth = 7.1;
    private const int RowHeight = 18;
    private const int Top = 66;
    private const int Bottom = 30;
    private const double LeastShare = 0.0001;
    private const int LongestName = 300;

    public static string Of(AllocationProfile profile, string title, string unit)
    {
        var (boxes, depth) = Lay(profile);
        var height = Top + (depth * RowHeight) + Bottom;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" data-unit="{XmlText.Escape(unit)}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12">
            <style>{FlameGraphAssets.Style}</style>
            <rect width="100%" height="100%" class="paper"/>
            <text x="10" y="24" class="title">{XmlText.Escape(title)}</text>
            <text x="10" y="44" class="hint" id="detail">{XmlText.Escape(Detail(profile, unit))}</text>
            <text id="reset" x="10" y="60" class="link" visibility="hidden" tabindex="0">← all of it</text>
            <text id="matched" x="99%" y="44" text-anchor="end" class="hint"></text>
            <foreignObject x="70%" y="8" width="29%" height="26"><input xmlns="http://www.w3.org/1999/xhtml" id="search" type="search" placeholder="search functions and files (Ctrl-F)" aria-label="search"/></foreignObject>
            <g id="boxes">

            """);
        foreach (var box in boxes) Draw(text, profile, box, unit);
        text.Append(CultureInfo.InvariantCulture,
            $"""
            </g>
            <g class="legend"><rect x="10" y="{height - 20}" width="10" height="10" class="application"/><text x="25" y="{height - 11}">the program</text><rect x="125" y="{height - 20}" width="10" height="10" class="library"/><text x="140" y="{height - 11}">node_modules</text><rect x="245" y="{height - 20}" width="10" height="10" class="runtime"/><text x="260" y="{height - 11}">Node and V8</text></g>
            <script><![CDATA[{FlameGraphAssets.Script}]]></script>
            </svg>

            """);
        return text.ToString();
    }

    /// <summary>The boxes, callers first: siblings side by side in order, the rest of the caller's width is its own.</summary>
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
            if (share < LeastShare) continue;
            boxes.Add(new Box(i, left, share, row));
            depth = Math.Max(depth, row + 1);
        }

        return (boxes, depth);
    }

    private static void Draw(StringBuilder text, AllocationProfile profile, Box box, string unit)
    {
        var frame = profile.Frames[box.Frame];
        var name = frame.Parent < 0 ? "all" : Cut(frame.Name);
        var place = frame.File.Length == 0 ? "" : Cut(string.Create(CultureInfo.InvariantCulture, $"{CodeOrigin.FilePathOf(frame.File)}:{frame.Line}:{frame.Column}"));
        var y = Top + (box.Row * RowHeight);
        var total = profile.TotalBytesOf(box.Frame);
        var numbers = $"{Units.Bytes(total)} ({Units.Share(total, profile.TotalBytes)}), itself {Units.Bytes(frame.SelfBytes)}, {Units.Count(profile.TotalCountOf(box.Frame), unit)}";
        var label = frame.Owner == CodeOwner.Runtime ? name : Cut(string.Create(CultureInfo.InvariantCulture, $"{name} {CodeOrigin.FileNameOf(frame.File)}:{frame.Line}"));
        var shown = Fitting(label, box.Share * Width);
        text.Append(CultureInfo.InvariantCulture,
            $"""
            <g class="box {ClassOf(frame)}" data-x="{Number(box.Left)}" data-w="{Number(box.Share)}" data-row="{box.Row}" data-label="{XmlText.Escape(label)}" data-place="{XmlText.Escape(place)}" tabindex="0"><title>{XmlText.Escape(name)}{(place.Length > 0 ? "\n" + XmlText.Escape(place) : "")}{"\n"}{XmlText.Escape(numbers)}</title><rect x="{Number(box.Left * 100)}%" y="{y}" width="{Number(box.Share * 100)}%" height="{RowHeight - 1}"/><text x="{Number(box.Left * 100)}%" dx="4" y="{y + 13}">{XmlText.Escape(shown)}</text></g>

            """);
    }

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

    private static string Cut(string text) => SafeText.CutEnd(SafeText.OneLine(text), LongestName);

    private static string Detail(AllocationProfile profile, string unit) =>
        $"{Units.Bytes(profile.TotalBytes)} in {Units.Count(profile.TotalCount, unit)}. A box is as wide as what was allocated in and below it; click one to look closer.";

    private static string Number(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private readonly record struct Box(int Frame, double Left, double Share, int Row);
}
