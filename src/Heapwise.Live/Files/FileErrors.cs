namespace Heapwise.Live.Files;

/// <summary>Why a file could not be used, as a person would say it.</summary>
public static class FileErrors
{
    private const string PathBegins = " : '";

    /// <summary>Without its path, which the caller has already named.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such folder",
        UnauthorizedAccessException => "permission denied, or it is a folder",
        PathTooLongException => "the path is too long",
        _ => Reason(failure.Message),
    };

    /// <summary>With the path that .NET has appended to what the system says: <c>No space left on device : '/full/path'</c>.</summary>
    public static string DescribeWithPath(Exception failure)
    {
        var message = failure.Message;
        if (message.IndexOf(PathBegins, StringComparison.Ordinal) is not (> 0 and var at)) return message.TrimEnd('.');
        return $"{message[(at + PathBegins.Length)..].TrimEnd('.', '\'')}: {Describe(failure)}";
    }

    private static string Reason(string message)
    {
        var reason = message.IndexOf(PathBegins, StringComparison.Ordinal) is > 0 and var at ? message[..at] : message.TrimEnd('.');
        return reason.Length == 0 ? reason : char.ToLowerInvariant(reason[0]) + reason[1..];
    }
}
