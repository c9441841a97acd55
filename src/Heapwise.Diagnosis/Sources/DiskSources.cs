using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Locations.SourceMaps;

namespace Heapwise.Diagnosis.Sources;

/// <summary>
/// Scripts from this machine's disk, by the absolute path or <c>file://</c> URL that V8 names them by. A snapshot may come from a
/// stranger and name any file, so only what looks like a script is read, and of source maps only those that a script on this disk names.
/// </summary>
public sealed class DiskSources : ISourceTexts
{
    private const long LongestBytes = 64 << 20; // a large bundle has 10 MB
    private static readonly string[] Endings = [".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"];

    public string? TextOf(string script) => FindPath(script) is { } path && Read(path) is { } text && IsScript(path, text) ? text : null;

    public string? MapOf(string script)
    {
        if (TextOf(script) is not { } text || SourceMapUrl.FindIn(text) is not { } url || SourceMapUrl.FindPath(script, url) is not { } path) return null;
        return IsSafe(path) && Path.GetExtension(path) == ".map" ? Read(path) : null;
    }

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= LongestBytes ? File.ReadAllText(path) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null; // not here, or not ours to read
        }
    }

    internal static string? FindPath(string script)
    {
        var path = script.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(script, UriKind.Absolute, out var address) && address.Host.Length == 0
            ? Uri.UnescapeDataString(address.AbsolutePath)
            : script;
        return IsSafe(path) && Path.GetExtension(path) is var ending && (ending.Length == 0 || Endings.Contains(ending)) ? path : null;
    }

    private static bool IsSafe(string path) => Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal);

    /// <summary>Programs without an ending, such as <c>bin/www</c>, begin with <c>#!</c>.</summary>
    private static bool IsScript(string path, string text) => Path.GetExtension(path).Length > 0 || text.StartsWith("#!", StringComparison.Ordinal);
}
