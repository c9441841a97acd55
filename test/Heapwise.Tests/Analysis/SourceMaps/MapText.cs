using System.Text;
using System.Text.Json.Nodes;

namespace Heapwise.Tests.Analysis.SourceMaps;

/// <summary>Writes source maps: numbers as they are meant, not as differences.</summary>
internal static class MapText
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>
    /// A map of one or more originals. A mapping is the generated column alone, or column, source, line, column, or a name's index behind
    /// these; all from 0.
    /// </summary>
    public static string Of(
        int[][][] lines, string[]? sources = null, string?[]? contents = null, string? root = null, string[]? names = null)
    {
        var map = new JsonObject
        {
            ["version"] = 3,
            ["sources"] = Array(sources ?? ["a.ts"]),
            ["names"] = Array(names ?? []),
            ["mappings"] = Mappings(lines),
        };
        if (contents is not null) map["sourcesContent"] = Array(contents);
        if (root is not null) map["sourceRoot"] = root;
        return map.ToJsonString();
    }

    public static string Mappings(int[][][] lines)
    {
        var before = new int[5];
        var text = new StringBuilder();
        for (var line = 0; line < lines.Length; line++)
        {
            if (line > 0) text.Append(';');
            before[0] = 0;
            text.AppendJoin(',', lines[line].Select(mapping => string.Concat(mapping.Select((value, field) =>
            {
                var difference = value - before[field];
                before[field] = value;
                return Number(difference);
            }))));
        }

        return text.ToString();
    }

    public static string Number(long value)
    {
        var rest = value < 0 ? (-value << 1) | 1 : value << 1;
        var text = new StringBuilder();
        do
        {
            text.Append(Digits[(int)((rest & 31) | (rest > 31 ? 32L : 0))]);
            rest >>= 5;
        }
        while (rest > 0);
        return text.ToString();
    }

    private static JsonArray Array(string?[] texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
