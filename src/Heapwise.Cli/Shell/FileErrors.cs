namespace Heapwise.Cli.Shell;

/// <summary>Reasons of the file system in words, without the path that the caller has named already.</summary>
internal static class FileErrors
{
    public static string Describe(Exception failure) => failure switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such folder",
        UnauthorizedAccessException => "permission denied, or a folder",
        PathTooLongException => "the path is too long",
        _ => failure.Message.TrimEnd('.'),
    };
}
