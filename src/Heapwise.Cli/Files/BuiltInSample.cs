using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Files;

/// <summary>A leaking program of the gallery that needs nothing but Node, compiled in with its twin that does not leak.</summary>
internal sealed class BuiltInSample
{
    private const string Prefix = "samples/";
    private const string Leaking = "leaking.js";
    private const string Comment = "// ";
    private const string LoadMark = "// heapwise: load ";
    private const string OptionsMark = "// heapwise: options ";

    private readonly IReadOnlyDictionary<string, string> _resources;

    private BuiltInSample(string name, IReadOnlyDictionary<string, string> resources)
    {
        _resources = resources;
        var lines = Read(Leaking).Split('\n');
        Row = new SampleRow(
            name,
            FirstSentence(lines),
            Find(lines, LoadMark) ?? "/",
            Find(lines, OptionsMark)?.Split(' ') ?? [],
            [.. resources.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<BuiltInSample> All { get; } = [.. typeof(BuiltInSample).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .GroupBy(name => name.Split('/')[1], StringComparer.Ordinal)
        .Select(sample => (Name: sample.Key, Files: sample.ToDictionary(name => name.Split('/')[2], StringComparer.Ordinal)))
        .Where(sample => sample.Files.ContainsKey(Leaking))
        .OrderBy(sample => sample.Name, StringComparer.Ordinal)
        .Select(sample => new BuiltInSample(sample.Name, sample.Files))];

    public SampleRow Row { get; }

    /// <summary>The text of one of its files.</summary>
    public string Read(string file)
    {
        using var stream = typeof(BuiltInSample).Assembly.GetManifestResourceStream(_resources[file])!; // compiled in
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? Find(string[] lines, string mark) =>
        lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..].Trim();

    /// <summary>Of the comment at the top.</summary>
    private static string FirstSentence(string[] lines)
    {
        var head = lines.TakeWhile(line => line.StartsWith(Comment, StringComparison.Ordinal));
        var text = string.Join(' ', head.Select(line => line[Comment.Length..].Trim()));
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }
}
