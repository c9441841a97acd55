using System.Globalization;
using System.Text;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Sets of property names that many plain objects share, and which object belongs to which.</summary>
internal static class InterfaceOracle
{
    private const int LongestName = 120;

    public sealed record Definition(string Name, IReadOnlyList<string> Properties, int Count);

    public static List<Definition> Infer(PlainHeap heap)
    {
        var objects = heap.Nodes.Where(node => node.IsPlainObject).ToList();
        var least = Math.Max(2.0, objects.Count / 1000.0);
        return objects.Select(Candidate).Where(candidate => candidate.Properties.Count > 0)
            .GroupBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(group => new Definition(group.Key, group.First().Properties, group.Count()))
            .Where(definition => definition.Count >= least)
            .OrderByDescending(definition => definition.Count)
            .ToList();
    }

    /// <summary>The name of the definition that shares most properties with the object; "Object" where it has none whole.</summary>
    public static string NameOf(PlainNode node, IReadOnlyList<Definition> definitions) =>
        definitions.Where(definition => HasAll(PropertiesOf(node), definition.Properties))
            .MaxBy(definition => definition.Properties.Count)?.Name ?? "Object";

    private static (string Name, List<string> Properties) Candidate(PlainNode node)
    {
        var name = "{";
        var properties = new List<string>();
        foreach (var property in PropertiesOf(node).Where(property => property != "__proto__"))
        {
            var shown = Shown(property);
            if (properties.Count > 0 && name.Length + shown.Length > LongestName) break;
            name += (properties.Count > 0 ? ", " : "") + shown;
            properties.Add(property);
        }

        return (name + "}", properties);
    }

    private static List<string> PropertiesOf(PlainNode node) =>
        [.. node.Edges.Where(edge => edge.Type == "property").Select(edge => edge.Name!)]; // property edges have names

    private static bool HasAll(List<string> own, IReadOnlyList<string> wanted)
    {
        var left = new List<string>(own);
        return wanted.All(left.Remove);
    }

    /// <summary>A name that would confuse a list of names is quoted as JSON does it.</summary>
    private static string Shown(string name)
    {
        if (name.IndexOfAny([',', '\'', '"', '{', '}']) < 0) return name;
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            var isPair = i + 1 < name.Length && char.IsSurrogatePair(letter, name[i + 1]);
            if (isPair) quoted.Append(letter).Append(name[++i]);
            else if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if ("\b\f\n\r\t".IndexOf(letter) is var escape and >= 0) quoted.Append('\\').Append("bfnrt"[escape]);
            else if (letter < ' ' || char.IsSurrogate(letter)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }
}
