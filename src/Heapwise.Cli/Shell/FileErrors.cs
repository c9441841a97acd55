namespace Heapwise.Cli.Shell;

/// <summary>Why a file could not be used, without its path, which the caller has already named.</summary>
internal static class FileErrors
{
    public static string Describe(Exception failure) => failure switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such folder",
        UnauthorizedAccessException => "permission denied, or it is a folder",
        PathTooLongException => "the path is too long",
        _ => failure.Message.TrimEnd('.'),
    };
}
