using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Heap.Facts.Reachability;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>Objects, edges and locations as DevTools shows them: <c>Array @123</c>, <c>handler() @5</c>, <c>"text" @7</c>.</summary>
internal static class ObjectText
{
    private const int MaxStringLength = 48;

    /// <summary>The object with its id, which can be pasted into DevTools or another command.</summary>
    public static Piece[] Of(string nodeType, string className, string name, long id) => [NameOf(nodeType, className, name), " ", Id(id)];

    public static Piece Id(long id) => new(string.Create(CultureInfo.InvariantCulture, $"@{id}"), Tone.Id);

    public static Piece NameOf(string nodeType, string className, string name) => new(TextOf(nodeType, className, name), Tone.Code);

    /// <summary>
    /// How a holder references an object: <c>.name</c>, <c>[3]</c>, <c>variable name</c>, or V8's own field. Empty for the root, and for
    /// V8's numbered links to globals.
    /// </summary>
    public static string Edge(string edgeType, string edge, string variable = "variable") => edgeType switch
    {
        "element" => edge.StartsWith('[') ? edge : $"[{edge}]",
        "property" => IsIdentifier(edge) ? "." + edge : $"[{Quoted(edge)}]",
        "context" => $"{variable} {edge}",
        "weak" => $"weak {edge}",
        "hidden" => edge.All(char.IsAsciiDigit) ? $"hidden {edge}" : $"{variable} {edge}",
        "shortcut" => edge.All(char.IsAsciiDigit) ? "" : edge,
        "internal" or "" => edge,
        _ => $"{edgeType} {edge}",
    };

    /// <summary>Edges from the root; <c>system</c> where only V8's own roots lead there, as in DevTools.</summary>
    public static string Distance(long distance) => distance switch
    {
        Distances.Unreached => "unreached",
        >= Distances.SystemBase => "system",
        _ => Counts.Format(distance),
    };

    /// <summary>The column of constructors' locations, shown where a row has one.</summary>
    public static Column ConstructorColumn(int rank) => new("Constructor", Fit.CutStart, rank);

    private static string Quoted(string text)
    {
        var shown = text.Length > MaxStringLength ? text[..(MaxStringLength - 1)] + "…" : text;
        return $"\"{shown}\"";
    }

    private static string TextOf(string nodeType, string className, string name) => nodeType switch
    {
        "synthetic" when name.Length == 0 => "(root)",
        "string" or "concatenated string" or "sliced string" => Quoted(name),
        "closure" => name.Length == 0 ? "(anonymous)()" : name + "()",
        "object" => className,
        "regexp" => $"/{name}/",
        _ => name.Length == 0 ? className : name,
    };

    /// <summary>A location as it can be opened from here: relative where it is below the current folder.</summary>
    public static string Place(LocationReport place) => Place(place.File, place.Line, place.Column);

    public static string Place(GeneratedLocationReport place) => Place(place.File, place.Line, place.Column);

    private static string Place(string file, int line, int column)
    {
        if (file.StartsWith("file:///", StringComparison.Ordinal)) file = Uri.UnescapeDataString(file["file://".Length..]);
        if (Path.IsPathFullyQualified(file)) file = ShortPath.Of(file);
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}");
    }

    // Symbols come as <symbol name>.
    private static bool IsIdentifier(string name) =>
        name.StartsWith("<symbol", StringComparison.Ordinal)
        || (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsIdentifierPart));

    private static bool IsIdentifierPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#';
}
