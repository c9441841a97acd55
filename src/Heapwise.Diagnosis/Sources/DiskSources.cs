using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Locations.SourceMaps;

namespace Heapwise.Diagnosis.Sources;

/// <summary>
/// Scripts on this machine's disk, by the absolute path or <c>file://</c> URL that V8 names them by. A snapshot may come from a stranger
/// and name any file, so only files that look like scripts are read, and only source maps that a script on this disk names.
/// </summary>
public sealed class DiskSources : ISourceTexts
{
    private const long MaxBytes = 64 << 20; // a large bundle has 10 MB
    private static readonly string[] Endings = [".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"];

    public string? FindText(string script) =>
        FindPath(script) is { } path && Read(path) is { } text && IsScript(path, text) ? text : null;

    public string? FindMap(string script)
    {
        if (FindText(script) is not { } text || SourceMapUrl.FindIn(text) is not { } url) return null;
        if (SourceMapUrl.FindPath(script, url) is not { } path) return null;
        return IsSafe(path) && Path.GetExtension(path) == ".map" ? Read(path) : null;
    }

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaxBytes ? File.ReadAllText(path) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null; // not here, or not readable
        }
    }

    internal static string? FindPath(string script)
    {
        var path = FindUrlPath(script) ?? script;
        var ending = Path.GetExtension(path);
        return IsSafe(path) && (ending.Length == 0 || Endings.Contains(ending)) ? path : null;
    }

    /// <summary>The path in a <c>file:///…</c> URL; null for anything else.</summary>
    private static string? FindUrlPath(string script)
    {
        if (!script.StartsWith("file://", StringComparison.OrdinalIgnoreCase)) return null;
        var isLocal = Uri.TryCreate(script, UriKind.Absolute, out var address) && address.Host.Length == 0;
        return isLocal ? Uri.UnescapeDataString(address!.AbsolutePath) : null; // parsed, or it would not be local
    }

    private static bool IsSafe(string path) => Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal);

    /// <summary>Scripts without an ending, such as <c>bin/www</c>, begin with <c>#!</c>.</summary>
    private static bool IsScript(string path, string text) =>
        Path.GetExtension(path).Length > 0 || text.StartsWith("#!", StringComparison.Ordinal);
}
