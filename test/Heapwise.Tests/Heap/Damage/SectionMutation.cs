namespace Heapwise.Tests.Heap.Damage;

/// <summary>Damage to whole sections: removed, repeated, swapped, renamed, given another value, or joined by unknown ones.</summary>
internal static class SectionMutation
{
    private static readonly string[] Values =
    [
        "[]", "{}", "null", "0", "-1.5e+3", "\"text\"", "true", "[[[[[]]]]]", "{\"a\":[{\"b\":null}]}",
        "[1,2,[3,{\"nodes\":[1]}]]", "{\"strings\":[\"]}\"]}", "\"\\u00e9\\\"]\"", "[\"nodes\",\"edges\"]",
        "[01]", "[1,]", "{\"a\"}", "{a:1}", "[1 2]", "tru", "nul", "\"\\x\"", "[}", "[1.]", "[.5]",
        "\"\n\"", "{\"a\":1,}", "[\0]", "--1", "1e", "",
    ];

    private static readonly string[] Keys =
    [
        "unknown", "trace_tree", "samples", "scopes", "nodes", "edges", "strings", "locations", "snapshot",
        "", "n\\u006fdes", "caf\\u00e9", "no\\des", "Nodes",
    ];

    public static IReadOnlyList<(string Name, Action<Random, TinyDocument> Apply)> All { get; } =
    [
        ("lose a section", static (random, document) => document.Remove(Any(random, document).Name)),
        ("double a section", static (random, document) =>
        {
            var (name, text) = Any(random, document);
            document.Insert(random.Next(document.Sections.Count + 1), name, text);
        }),
        ("swap two sections", static (random, document) =>
            document.Swap(random.Next(document.Sections.Count), random.Next(document.Sections.Count))),
        ("rename a section", static (random, document) =>
        {
            var (name, text) = Any(random, document);
            document.Remove(name).Insert(random.Next(document.Sections.Count + 1), Keys[random.Next(Keys.Length)], text);
        }),
        ("another value", static (random, document) => document[Any(random, document).Name] = Values[random.Next(Values.Length)]),
        ("another section", static (random, document) =>
            document.Insert(random.Next(document.Sections.Count + 1), Keys[random.Next(Keys.Length)], Values[random.Next(Values.Length)])),
        ("exchange two contents", static (random, document) =>
        {
            var (first, second) = (Any(random, document).Name, Any(random, document).Name);
            (document[first], document[second]) = (document[second], document[first]);
        }),
        ("shorten a section", static (random, document) =>
        {
            var (name, text) = Any(random, document);
            var comma = text.LastIndexOf(',');
            if (comma > 0) document[name] = text[..comma] + text[^1];
        }),
        ("trailing comma", static (random, document) =>
        {
            var (name, text) = Any(random, document);
            if (text.Length > 2) document[name] = text.Insert(text.TrimEnd().Length - 1, ",");
        }),
    ];

    private static (string Name, string Text) Any(Random random, TinyDocument document) =>
        document.Sections[random.Next(document.Sections.Count)];
}
