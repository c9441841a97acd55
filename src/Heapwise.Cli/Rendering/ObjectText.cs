using System.Globalization;

namespace Heapwise.Cli.Rendering;

/// <summary>Objects, edges and places as people know them from DevTools: <c>Array @123</c>, <c>handler() @5</c>, <c>"text" @7</c>.</summary>
internal static class ObjectText
{
    private const int LongestString = 48;

    /// <summary>The object with its id, which can be pasted into DevTools or another command.</summary>
    public static Piece[] Of(string nodeType, string className, string name, long id) => [new(NameOf(nodeType, className, name), Tone.Code), " ", Id(id)];

    public static Piece Id(long id) => new(string.Create(CultureInfo.InvariantCulture, $"@{id}"), Tone.Dim);

    public static string NameOf(string nodeType, string className, string name) => nodeType switch
    {
        "string" or "concatenated string" or "sliced string" => Quoted(name),
        "closure" => name.Length == 0 ? "(anonymous)()" : name + "()",
        "object" => className,
        "regexp" => $"/{name}/",
        _ => name.Length == 0 ? className : name,
    };

    /// <summary>How a holder points at an object: <c>.name</c>, <c>[3]</c>, <c>variable name</c>, or V8's own field.</summary>
    public static string Edge(string edgeType, string edge) => edgeType switch
    {
        "element" => $"[{edge}]",
        "property" => IsIdentifier(edge) ? "." + edge : $"[{Quoted(edge)}]",
        "context" => $"variable {edge}",
        "weak" => $"weak {edge}",
        "hidden" => $"hidden {edge}",
        "internal" or "shortcut" => edge.Length == 0 ? edgeType : edge,
        _ => $"{edgeType} {edge}",
    };

    public static string Quoted(string text)
    {
        var shown = text.Length > LongestString ? text[..(LongestString - 1)] + "…" : text;
        return $"\"{shown}\"";
    }

    // Symbols come as <symbol name>.
    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && (name.StartsWith("<symbol", StringComparison.Ordinal) || name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$' or '#'));
}
