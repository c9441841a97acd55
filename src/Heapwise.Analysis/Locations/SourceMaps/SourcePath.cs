using System.Text.RegularExpressions;

namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>Names in source maps: URLs relative to the map, which become paths where they lead to files.</summary>
internal static partial class SourcePath
{
    /// <summary>A name put below <c>sourceRoot</c>, which may be empty.</summary>
    public static string Below(string root, string name)
    {
        if (root.Length == 0 || IsAbsolute(name)) return name;
        return root.EndsWith('/') ? root + name : $"{root}/{name}";
    }

    /// <summary>
    /// Where a name in a file leads. Paths and <c>file:</c> URLs become paths without steps back. Other URLs stay URLs, without what a
    /// bundler puts after a question mark. Never throws.
    /// </summary>
    /// <param name="from">The file that contains the name: a path or a URL.</param>
    /// <param name="name">A relative or absolute path or URL.</param>
    public static string Resolve(string from, string name)
    {
        if (name.StartsWith("file://", StringComparison.OrdinalIgnoreCase)) return Straight(Decoded(name["file://".Length..]));
        if (HostLengthOf(name) is var host and > 0) return name[..host] + Straight(name[host..].Split('?')[0]);
        if (from.StartsWith("file://", StringComparison.OrdinalIgnoreCase)) from = Decoded(from["file://".Length..]);
        var decoded = Decoded(name);
        var origin = HostLengthOf(from);
        return from[..origin] + Straight(IsAbsolute(decoded) ? decoded : FolderOf(from[origin..]) + decoded);
    }

    /// <summary>
    /// The path below the project's folder that a bundler's URL names, such as <c>src/a.ts</c> of <c>webpack://app/./src/a.ts</c>; null
    /// for everything else.
    /// </summary>
    public static string? FindPathInProject(string source)
    {
        if (!source.StartsWith("webpack://", StringComparison.Ordinal)) return null;
        var path = source["webpack://".Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var below = slash < 0 ? "" : path[(slash + 1)..];
        return below.Length == 0 || below.StartsWith("../", StringComparison.Ordinal) || IsAbsolute(below) ? null : below;
    }

    /// <summary>The folder with its slash; empty if the path has none.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOfAny(['/', '\\']) + 1)];

    private static bool IsAbsolute(string path) => path.StartsWith('/') || Scheme().IsMatch(path) || Drive().IsMatch(path);

    /// <summary>How long scheme and host of a URL are; 0 for paths.</summary>
    private static int HostLengthOf(string url)
    {
        if (Scheme().Match(url) is not { Success: true } scheme) return 0;
        var slash = url.IndexOf('/', scheme.Length);
        return slash < 0 ? url.Length : slash;
    }

    private static string Decoded(string url) => url.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(url) : url;

    /// <summary>Without <c>.</c> and <c>..</c>, as far as there is a folder to go back from.</summary>
    private static string Straight(string path)
    {
        if (!path.Contains("./", StringComparison.Ordinal)) return path;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".") continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                if (parts[^1].Length > 0) parts.RemoveAt(parts.Count - 1);
                continue;
            }

            parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+://", RegexOptions.None, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[A-Za-z]:[\\/]", RegexOptions.None, 1000)]
    private static partial Regex Drive();
}
