using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>Lines of source around a place.</summary>
/// <param name="File">As it is shown.</param>
/// <param name="FirstLine">The number of the first line.</param>
/// <param name="Lines">A few lines.</param>
/// <param name="Line">The one that is meant.</param>
public sealed record SourceLines(string File, int FirstLine, IReadOnlyList<string> Lines, int Line)
{
    /// <summary>Lines of minified code are longer than a page.</summary>
    private const int MaxLineLength = 400;

    private const int MaxContext = 100;

    /// <summary>The source of a closure, or of an object's constructor.</summary>
    internal static SourceLines? FindOf(OpenHeap heap, NodeIndex node, int context) =>
        Find(heap.CreateTexts(), LocationReport.From(heap.Snapshot.PositionOf(node)), context);

    /// <summary>Null where the source is not known, or does not have that line.</summary>
    /// <param name="texts">Where texts come from.</param>
    /// <param name="place">The place in the code that people wrote.</param>
    /// <param name="context">Lines before and after it.</param>
    public static SourceLines? Find(ISourceTexts texts, LocationReport? place, int context)
    {
        if (place is null) return null;
        var text = texts.FindOriginal(place.File) ?? (place.Generated is null ? texts.FindText(place.File) : null);
        if (text is null) return null;
        context = Math.Clamp(context, 0, MaxContext);
        var lines = text.Split('\n');
        if (place.Line < 1 || place.Line > lines.Length) return null;

        // A file that was edited since, or a map's own text: what the report saw decides.
        if (place.Source is { } seen && !lines[place.Line - 1].Contains(seen.Trim(), StringComparison.Ordinal)) return null;
        var first = Math.Max(1, place.Line - context);
        var last = Math.Min(lines.Length, place.Line + context);
        return new SourceLines(
            place.File, first, [.. lines[(first - 1)..last].Select(line => ObjectRow.Cut(line.TrimEnd('\r'), MaxLineLength))], place.Line);
    }
}
