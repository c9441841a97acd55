using Heapwise.Analysis.Locations.SourceMaps;

namespace Heapwise.Analysis.Locations;

/// <summary>Maps of scripts, each read once: inside the script, in a file that the script names, or with Node.</summary>
internal sealed class SourceMapFinder(ISourceTexts texts)
{
    private readonly Dictionary<string, SourceMap?> _maps = new(StringComparer.Ordinal);

    /// <summary>The map of a script, named as V8 names it; null if it has none, or one that cannot be read.</summary>
    public SourceMap? FindMap(string script)
    {
        if (!_maps.TryGetValue(script, out var map)) _maps[script] = map = Read(script);
        return map;
    }

    private SourceMap? Read(string script)
    {
        var url = texts.FindText(script) is { } text ? SourceMapUrl.FindIn(text) : null;
        var path = url is null ? null : SourceMapUrl.FindPath(script, url);
        if (((url is null ? null : SourceMapUrl.DecodeInlineMap(url)) ?? texts.FindMap(script)) is not { } json) return null;
        try
        {
            return SourceMap.Parse(json, path ?? script);
        }
        catch (FormatException)
        {
            return null; // a damaged map says nothing: the location in the generated code is shown instead
        }
    }
}
