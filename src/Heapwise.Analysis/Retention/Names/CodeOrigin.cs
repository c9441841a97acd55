namespace Heapwise.Analysis.Retention.Names;

/// <summary>Whose code a script is.</summary>
public enum CodeOwner
{
    Application,
    Library,
    Runtime,
}

/// <summary>Tells the program's own scripts from libraries (<c>node_modules</c>) and from Node's own, by the script's name.</summary>
public static class CodeOrigin
{
    private const string Modules = "node_modules";

    public static CodeOwner OwnerOf(string path)
    {
        if (path.Length == 0 || path.StartsWith("node:", StringComparison.Ordinal) || path.StartsWith("internal/", StringComparison.Ordinal)
            || path.StartsWith("native ", StringComparison.Ordinal) || path.StartsWith("extensions::", StringComparison.Ordinal)) return CodeOwner.Runtime;
        if (LibraryOf(path) is not null) return CodeOwner.Library;

        // Node 14 names its own scripts without a scheme: events.js, _http_server.js.
        var isBare = !path.Contains('/') && !path.Contains('\\') && path.EndsWith(".js", StringComparison.Ordinal);
        return isBare ? CodeOwner.Runtime : CodeOwner.Application;
    }

    /// <summary>The package below the last <c>node_modules</c> folder of a path, scope included; null outside such folders.</summary>
    public static string? LibraryOf(string path)
    {
        var parts = path.Split('/', '\\');
        var at = Array.LastIndexOf(parts, Modules);
        if (at < 0 || at + 1 >= parts.Length) return null;
        return parts[at + 1].StartsWith('@') && at + 2 < parts.Length ? $"{parts[at + 1]}/{parts[at + 2]}" : parts[at + 1];
    }

    /// <summary>The path as a file system knows it: <c>file:</c> URLs of ES modules become paths.</summary>
    public static string FilePathOf(string path) =>
        path.StartsWith("file://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath) : path;

    /// <summary>The last part of a path, for use in a sentence.</summary>
    public static string FileNameOf(string path) => FilePathOf(path) is var file && file.LastIndexOfAny(['/', '\\']) is var slash and >= 0 ? file[(slash + 1)..] : FilePathOf(path);
}
