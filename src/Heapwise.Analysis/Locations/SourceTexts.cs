namespace Heapwise.Analysis.Locations;

/// <summary>Asks one source of texts after the other, and keeps what was found.</summary>
public sealed class SourceTexts(params IReadOnlyList<ISourceTexts> sources) : ISourceTexts
{
    private readonly Dictionary<string, string?> _found = new(StringComparer.Ordinal);

    public string? FindText(string script)
    {
        if (_found.TryGetValue(script, out var text)) return text;
        text = sources.Select(source => source.FindText(script)).FirstOrDefault(found => found is not null);
        _found[script] = text;
        return text;
    }

    /// <summary>Not kept: each is read once.</summary>
    public string? FindOriginal(string path) =>
        sources.Select(source => source.FindOriginal(path)).FirstOrDefault(found => found is not null);

    /// <summary>Not kept: it is large, and read once.</summary>
    public string? FindMap(string script) => sources.Select(source => source.FindMap(script)).FirstOrDefault(found => found is not null);
}
