namespace Heapwise.Guard.Alerts.Dispatching;

/// <summary>A file that gets every event as a line of JSON. It is opened for each line, so that it may be rotated at any time.</summary>
/// <param name="path">Created where it is missing, readable by its owner only.</param>
/// <param name="say">Hears once that it cannot be written.</param>
public sealed class EventLog(string path, Action<string> say)
{
    private bool _isFailing;

    public void Write(string line)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            writer.Write(line + "\n");
            _isFailing = false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing) say($"{path}: events cannot be written: {problem.Message}");
            _isFailing = true;
        }
    }
}
