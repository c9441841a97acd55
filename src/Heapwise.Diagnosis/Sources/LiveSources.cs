using System.Text.Json;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Sources;

/// <summary>
/// The scripts of a running program: their text as they run, where we may request it, otherwise the files; and the source maps that Node
/// keeps. A script that was compiled in memory has the name of its source: then the file of that name is the source, not the script.
/// </summary>
internal sealed class LiveSources : ISourceTexts
{
    /// <summary>For all texts together, and again for all source maps together.</summary>
    private const long MaxCharacters = 64_000_000;

    private const int MaxScripts = 2_000;

    private readonly ISourceTexts _files;
    private readonly IReadOnlyDictionary<string, string> _texts; // by path
    private readonly IReadOnlyDictionary<string, string> _maps;

    private LiveSources(ISourceTexts files, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> maps)
    {
        _files = files;
        _texts = texts;
        _maps = maps;
    }

    /// <summary>Requests the scripts from the target. Uses only the files where it does not answer.</summary>
    public static async Task<ISourceTexts> ReadAsync(NodeTarget target, IEnumerable<string> scripts, CancellationToken cancellation)
    {
        var files = new DiskSources();
        var names = scripts.Take(MaxScripts).ToHashSet(StringComparer.Ordinal);
        try
        {
            var paths = names.Select(CodeOrigin.FilePathOf).ToHashSet(StringComparer.Ordinal);
            var texts = await TargetScripts.ReadTextsAsync(
                target, url => paths.Contains(CodeOrigin.FilePathOf(url)), MaxCharacters, cancellation);
            var byPath = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (url, text) in texts) byPath.TryAdd(CodeOrigin.FilePathOf(url), text);
            return new LiveSources(files, byPath, await TargetScripts.ReadSourceMapsAsync(target, names, MaxCharacters, cancellation));
        }
        catch (TargetException)
        {
            return files; // a less exact location is no reason to lose the diagnosis
        }
    }

    public string? FindText(string script)
    {
        if (_texts.TryGetValue(CodeOrigin.FilePathOf(script), out var text)) return text;
        return IsCompiledInMemory(script) ? null : _files.FindText(script);
    }

    public string? FindOriginal(string path) => _files.FindOriginal(path);

    public string? FindMap(string script) => _maps.GetValueOrDefault(script) ?? _files.FindMap(script);

    /// <summary>Whether the script is named as a source in its own source map.</summary>
    private bool IsCompiledInMemory(string script)
    {
        if (!_maps.TryGetValue(script, out var map)) return false;
        try
        {
            using var json = JsonDocument.Parse(map);
            var hasSources = json.RootElement.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array;
            return hasSources && sources.EnumerateArray().Any(source => IsPathOf(source, CodeOrigin.FilePathOf(script)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsPathOf(JsonElement source, string path) =>
        source.ValueKind == JsonValueKind.String && CodeOrigin.FilePathOf(source.GetString()!) == path; // a string, as just checked
}
