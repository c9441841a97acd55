using System.Globalization;
using System.Text;

namespace Heapwise.Heap.Facts.Names;

/// <summary>Property names as they appear in the name of an interface.</summary>
internal static class PropertyNames
{
    /// <summary>Quotes a name as JSON if it would be ambiguous in a list in braces; any other name is unchanged.</summary>
    public static string Format(string name)
    {
        if (!name.AsSpan().ContainsAny(",'\"{}")) return name;
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ when IsLoneSurrogate(name, i) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsLoneSurrogate(string text, int at) =>
        char.IsHighSurrogate(text[at]) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
        : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
