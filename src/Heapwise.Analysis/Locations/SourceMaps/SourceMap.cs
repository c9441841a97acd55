using System.Text.Json;

namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>
/// A source map, version 3 (ECMA-426), also in its form of several sections. It is read whole: the mappings become columns, and a position
/// is found by binary search in its line. Time: linear in the map's size. Memory: 20 bytes a mapping, and the originals if the map has
/// them. Sections that name another file instead of holding a map are left out, as no compiler writes them.
/// </summary>
public sealed class SourceMap
{
    private const int MaxSections = 100_000;

    private readonly List<Section> _sections = [];

    private SourceMap()
    {
    }

    /// <summary>Reads a map.</summary>
    /// <param name="json">Its text; a first line that keeps browsers from running it (<c>)]}'</c>) is left out.</param>
    /// <param name="location">Its path or URL: that of the script for a map inside a script. Names of originals are relative to it.</param>
    /// <exception cref="FormatException">It is not a source map of version 3.</exception>
    public static SourceMap Parse(string json, string location)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutGuard(json));
            var map = new SourceMap();
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("a source map is an object");
            if (document.RootElement.TryGetProperty("sections", out var sections)) map.AddSections(sections, location);
            else map._sections.Add(Section.Parse(0, 0, document.RootElement, location));
            return map;
        }
        catch (JsonException problem)
        {
            throw new FormatException("the source map is not JSON", problem);
        }
        catch (InvalidOperationException problem)
        {
            throw new FormatException("a value of the source map is of the wrong kind", problem);
        }
    }

    /// <summary>
    /// What the last mapping at or before a position in its line leads to; null if there is none, or if that code has no original.
    /// </summary>
    /// <param name="line">Of the generated code, from 1.</param>
    /// <param name="column">UTF-16 units, from 1.</param>
    public OriginalPosition? Find(int line, int column)
    {
        (line, column) = (line - 1, column - 1);
        var section = _sections.FindLast(section => (section.Line, section.Column).CompareTo((line, column)) <= 0);
        return section?.Find(line, column);
    }

    private static ReadOnlyMemory<char> WithoutGuard(string json)
    {
        if (!json.StartsWith(")]}", StringComparison.Ordinal)) return json.AsMemory();
        var end = json.IndexOf('\n', StringComparison.Ordinal);
        return json.AsMemory(end < 0 ? json.Length : end);
    }

    private void AddSections(JsonElement sections, string location)
    {
        if (sections.GetArrayLength() > MaxSections) throw new FormatException($"more than {MaxSections} sections");
        foreach (var section in sections.EnumerateArray())
        {
            if (!section.TryGetProperty("map", out var map)) continue;
            if (!section.TryGetProperty("offset", out var offset)
                || !offset.TryGetProperty("line", out var line)
                || !offset.TryGetProperty("column", out var column))
            {
                throw new FormatException("a section without its offset");
            }

            _sections.Add(Section.Parse(line.GetInt32(), column.GetInt32(), map, location));
        }

        _sections.Sort((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)));
    }

    /// <summary>A map and where it begins in the generated code, both from 0.</summary>
    private sealed record Section(int Line, int Column, Mappings Mappings, string?[] Sources, string?[] Contents, string?[] Names)
    {
        public static Section Parse(int line, int column, JsonElement map, string location)
        {
            if (map.TryGetProperty("version", out var version) && !(version.TryGetInt32(out var number) && number == 3))
            {
                throw new FormatException("a source map of another version than 3");
            }

            if (!map.TryGetProperty("mappings", out var mappings) || mappings.GetString() is not { } text)
            {
                throw new FormatException("a source map without mappings");
            }

            var root = map.TryGetProperty("sourceRoot", out var given) ? given.GetString() ?? "" : "";
            var sources = Array.ConvertAll(Texts(map, "sources"), source => Resolve(source, root, location));
            return new Section(line, column, Mappings.Decode(text), sources, Texts(map, "sourcesContent"), Texts(map, "names"));
        }

        public OriginalPosition? Find(int line, int column)
        {
            var generated = line == Line ? column - Column : column;
            var at = Mappings.Find(line - Line, generated);
            if (at is not { } mapping || ValueOf(Sources, mapping.Source) is not { } source) return null;
            var (name, content) = (ValueOf(Names, mapping.Name), ValueOf(Contents, mapping.Source));
            return new OriginalPosition(source, mapping.Line + 1, mapping.Column + 1, name, content)
            {
                IsExact = mapping.GeneratedColumn == generated,
            };
        }

        private static string? Resolve(string? source, string root, string location) =>
            string.IsNullOrEmpty(source) ? null : SourcePath.Resolve(location, SourcePath.Below(root, source));

        private static string?[] Texts(JsonElement map, string property)
        {
            if (!map.TryGetProperty(property, out var texts) || texts.ValueKind == JsonValueKind.Null) return [];
            return [.. texts.EnumerateArray().Select(text => text.ValueKind == JsonValueKind.String ? text.GetString() : null)];
        }

        private static string? ValueOf(string?[] values, int index) => index >= 0 && index < values.Length ? values[index] : null;
    }
}
