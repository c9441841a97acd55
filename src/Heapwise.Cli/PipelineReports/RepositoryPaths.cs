using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.PipelineReports;

/// <summary>Files as a repository names them, which is what annotates a change: relative to its root, with slashes.</summary>
internal sealed class RepositoryPaths
{
    private readonly string _root;

    private RepositoryPaths(string root) => _root = root;

    /// <param name="folder">A folder of the repository; where there is none, it counts as the root.</param>
    public static RepositoryPaths Around(string folder)
    {
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
            if (Path.Exists(Path.Combine(at, ".git"))) return new RepositoryPaths(at);
        return new RepositoryPaths(Path.GetFullPath(folder));
    }

    /// <summary>Null for a file outside the repository, or of a package that is installed in it.</summary>
    public string? Find(string file)
    {
        if (!Path.IsPathFullyQualified(file)) return null;
        var relative = Path.GetRelativePath(_root, file).Replace('\\', '/');
        var isOutside = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathFullyQualified(relative);
        var isPackage = $"/{relative}".Contains("/node_modules/", StringComparison.Ordinal);
        return isOutside || isPackage ? null : SafeText.OneLine(relative);
    }
}
