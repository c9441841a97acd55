namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// Distinguishes the program's own scripts from libraries (<c>node_modules</c>) and from Node's own, by the script's name.
/// </summary>
public static class CodeOrigin
{
    private const string Modules = "node_modules";
    private static readonly string[] RuntimePrefixes = ["node:", "internal/", "native ", "extensions::"];

    public static CodeOwner OwnerOf(string path)
    {
        if (path.Length == 0) return CodeOwner.Runtime;
        foreach (var prefix in RuntimePrefixes)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal)) return CodeOwner.Runtime;
        }

        if (FindLibrary(path) is not null) return CodeOwner.Library;

        // Node 14 names its own scripts without a scheme: events.js, _http_server.js.
        var isBare = !path.Contains('/') && !path.Contains('\\') && path.EndsWith(".js", StringComparison.Ordinal);
        return isBare ? CodeOwner.Runtime : CodeOwner.Application;
    }

    /// <summary>The package below the last <c>node_modules</c> folder of a path, scope included; null outside such folders.</summary>
    public static string? FindLibrary(string path)
    {
        var parts = path.Split('/', '\\');
        var at = Array.LastIndexOf(parts, Modules);
        if (at < 0 || at + 1 >= parts.Length) return null;
        return parts[at + 1].StartsWith('@') && at + 2 < parts.Length ? $"{parts[at + 1]}/{parts[at + 2]}" : parts[at + 1];
    }

    /// <summary>The path as a file system knows it: <c>file:</c> URLs of ES modules become paths.</summary>
    public static string FilePathOf(string path)
    {
        var isUrl = path.StartsWith("file://", StringComparison.Ordinal);
        return isUrl && Uri.TryCreate(path, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath) : path;
    }

    /// <summary>The last part of a path, for use in a sentence.</summary>
    public static string FileNameOf(string path)
    {
        var file = FilePathOf(path);
        return file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}

/// <summary>Whose code a script is.</summary>
public enum CodeOwner
{
    Application,
    Library,
    Runtime,
}
