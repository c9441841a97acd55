using System.Text;

namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>The comment at a script's end that names its source map: <c>//# sourceMappingURL=server.js.map</c>.</summary>
public static class SourceMapUrl
{
    private const string Name = "sourceMappingURL=";

    /// <summary>
    /// The URL; null if the script names no map. Only comments and blank lines may follow the comment, so that a string about source maps
    /// is not taken for one.
    /// </summary>
    public static string? FindIn(string script)
    {
        var at = script.LastIndexOf(Name, StringComparison.Ordinal);
        if (at < 4 || script.AsSpan(at - 4, 4) is not ("//# " or "//@ ")) return null;
        var first = at + Name.Length;
        var end = script.IndexOfAny(['\r', '\n', ' ', '\t', '"', '\'', '`'], first);
        if (end < 0) end = script.Length;
        if (end == first) return null;
        foreach (var line in script.AsSpan(end).EnumerateLines())
        {
            if (!line.IsWhiteSpace() && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)) return null;
        }

        return script[first..end];
    }

    /// <summary>
    /// The map inside a <c>data:</c> URL, base64 or percent-encoded, with or without a charset (only UTF-8 is read); null for other URLs
    /// and damaged ones.
    /// </summary>
    public static string? DecodeInlineMap(string url)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return null;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return null;
        var payload = url[(comma + 1)..];
        if (!url.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return Uri.UnescapeDataString(payload);
        if (payload.Contains('%', StringComparison.Ordinal)) payload = Uri.UnescapeDataString(payload);
        payload = payload.TrimEnd('=');
        var bytes = new byte[payload.Length * 3 / 4];
        var padded = payload.PadRight((payload.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF')
            : null;
    }

    /// <summary>
    /// The path of the map that a script names by a relative, an absolute or a <c>file:</c> URL; null for maps on other machines and
    /// inside the script.
    /// </summary>
    /// <param name="script">The script's path or <c>file:</c> URL.</param>
    /// <param name="url">As the script names it.</param>
    public static string? FindPath(string script, string url)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return null;
        var path = SourcePath.Resolve(script, url);
        return path.Contains("://", StringComparison.Ordinal) ? null : path;
    }
}
