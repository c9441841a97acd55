namespace Heapwise.Live.Files;

/// <summary>
/// A file that appears complete or not at all. It is written as <c>FILE.PID-START.partial</c>, readable by its owner only (a heap contains
/// secrets), forced to disk, then renamed. If it is disposed before <see cref="CompleteAsync"/>, it is deleted; where we were killed, the
/// next run in that folder deletes it. What is not a file cannot be replaced by one: it is written to as it is.
/// </summary>
public sealed class PartialFile : IAsyncDisposable
{
    public const string Ending = ".partial";

    private readonly OutputPlace _place;
    private readonly string _partial;
    private readonly FileStream _stream;
    private bool _completed;

    private PartialFile(OutputPlace place, string partial, FileStream stream)
    {
        _place = place;
        _partial = partial;
        _stream = stream;
    }

    public Stream Stream => _stream;

    /// <exception cref="IOException">The folder is missing, full, or not writable.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static async Task<PartialFile> CreateAsync(OutputPlace place, CancellationToken cancellation)
    {
        if (place.Kind == OutputKind.Stream)
        {
            // Opening a pipe waits for its reader.
            var opening = Task.Run(() => new FileStream(place.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0), cancellation);
            return new PartialFile(place, place.Path, await opening.WaitAsync(cancellation)) { _completed = true };
        }

        Leftovers.DeleteFiles(Path.GetDirectoryName(place.Path)!); // null only for a root, which is a folder
        var partial = $"{place.Path}.{Leftovers.Mark}{Ending}";
        File.Delete(partial); // planted, because ours would have another name
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, // does not follow a link that somebody put there
            Access = FileAccess.Write,
            Share = FileShare.None, // locked as long as we write
            BufferSize = 0, // chunks are large
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new PartialFile(place, partial, new FileStream(partial, options));
    }

    /// <summary>Gives the file its name. A durable one is first forced to disk.</summary>
    public async Task CompleteAsync(bool isDurable = true)
    {
        if (_completed)
        {
            await _stream.DisposeAsync();
            return;
        }

        if (isDurable) _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        File.Move(_partial, _place.Path, overwrite: true);
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (!_completed) File.Delete(_partial);
    }
}
