using System.Globalization;
using System.Text.Json;

namespace Heapwise.Diagnosis.Settings;

/// <summary>The lines on which the keys of a JSON file begin.</summary>
internal sealed class SettingsLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private SettingsLines()
    {
    }

    /// <summary>The line of the key, or of the closest one around it, counted from 1.</summary>
    public int Find(string key)
    {
        for (var at = key; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
            if (_lines.TryGetValue(at, out var line)) return line;
        return 1;
    }

    public static SettingsLines Of(ReadOnlySpan<byte> json)
    {
        var lines = new SettingsLines();
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(json, options);
        var within = new Stack<(string Path, int Index)>(); // an index below 0: an object
        string? key = null;
        int line = 1, counted = 0;
        while (reader.Read())
        {
            for (; counted < reader.TokenStartIndex; counted++)
                if (json[counted] == '\n') line++;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                within.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                key = Join(within.Peek().Path, reader.GetString() ?? "");
                lines._lines.TryAdd(key, line);
                continue;
            }

            var path = key ?? NextItem();
            key = null;
            lines._lines.TryAdd(path, line);
            if (reader.TokenType == JsonTokenType.StartObject) within.Push((path, -1));
            if (reader.TokenType == JsonTokenType.StartArray) within.Push((path, 0));
        }

        return lines;

        string NextItem()
        {
            if (within.Count == 0) return "";
            var (list, index) = within.Pop();
            within.Push((list, index + 1));
            return string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
        }
    }

    /// <summary>A key below another one; the root has no name.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
