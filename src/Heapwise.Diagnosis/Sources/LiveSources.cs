using System.Text.Json;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Sources;

/// <summary>
/// The scripts of a running program: their texts as they run, where these may be asked for, else the files; and the source maps that Node keeps.
/// A script that was compiled in memory bears its source's name: the file of that name is the source then, not the script.
/// </summary>
internal sealed class LiveSources : ISourceTexts
{
    /// <summary>Of all texts, and again of all maps.</summary>
    private const long MostCharacters = 64_000_000;

    private const int MostScripts = 2_000;

    private readonly ISourceTexts _files;
    private readonly IReadOnlyDictionary<string, string> _texts; // by path
    private readonly IReadOnlyDictionary<string, string> _maps;

    private LiveSources(ISourceTexts files, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> maps)
    {
        _files = files;
        _texts = texts;
        _maps = maps;
    }

    /// <summary>Asks the target for its scripts; the files alone where it does not answer.</summary>
    public static async Task<ISourceTexts> ReadAsync(NodeTarget target, IEnumerable<string> scripts, CancellationToken cancellation)
    {
        var files = new DiskSources();
        var names = scripts.Take(MostScripts).ToHashSet(StringComparer.Ordinal);
        try
        {
            var paths = names.Select(CodeOrigin.FilePathOf).ToHashSet(StringComparer.Ordinal);
            var texts = await target.ReadScriptsAsync(url => paths.Contains(CodeOrigin.FilePathOf(url)), MostCharacters, cancellation);
            var byPath = texts.DistinctBy(row => CodeOrigin.FilePathOf(row.Key)).ToDictionary(row => CodeOrigin.FilePathOf(row.Key), row => row.Value, StringComparer.Ordinal);
            return new LiveSources(files, byPath, await target.ReadSourceMapsAsync(names, MostCharacters, cancellation));
        }
        catch (TargetException)
        {
            return files; // a place less exact is no reason to lose the diagnosis
        }
    }

    public string? TextOf(string script) => _texts.TryGetValue(CodeOrigin.FilePathOf(script), out var text) ? text : IsMadeInMemory(script) ? null : _files.TextOf(script);

    public string? OriginalOf(string path) => _files.OriginalOf(path);

    public string? MapOf(string script) => _maps.GetValueOrDefault(script) ?? _files.MapOf(script);

    private bool IsMadeInMemory(string script)
    {
        if (!_maps.TryGetValue(script, out var map)) return false;
        try
        {
            using var json = JsonDocument.Parse(map);
            return json.RootElement.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array
                && sources.EnumerateArray().Any(source => source.ValueKind == JsonValueKind.String && CodeOrigin.FilePathOf(source.GetString()!) == CodeOrigin.FilePathOf(script)); // asked for its kind
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
