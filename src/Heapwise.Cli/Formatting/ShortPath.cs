namespace Heapwise.Cli.Formatting;

/// <summary>Paths as short as a person can copy them.</summary>
internal static class ShortPath
{
    /// <summary>Relative where the file is below the current folder, otherwise as given.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
