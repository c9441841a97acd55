namespace Heapwise.Live.Capture;

/// <summary>
/// A file that appears complete or not at all. It is written as <c>FILE.partial</c>, readable by its owner only (a heap contains
/// secrets), forced to disk, then renamed. If it is disposed before <see cref="CompleteAsync"/>, it is deleted.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _stream;
    private bool _completed;

    private PartialFile(string path, string partial, FileStream stream)
    {
        _path = path;
        _partial = partial;
        _stream = stream;
    }

    public Stream Stream => _stream;

    /// <exception cref="IOException">The folder is missing, full, or not writable.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static PartialFile Create(string path)
    {
        var partial = path + ".partial";
        File.Delete(partial); // left by a killed run; created again so that the mode and the owner are ours
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, // does not follow a link that somebody put there
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0, // chunks are large
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new PartialFile(path, partial, new FileStream(partial, options));
    }

    /// <summary>Gives the file its name. A durable one is first forced to disk.</summary>
    public async Task CompleteAsync(bool isDurable = true)
    {
        if (isDurable) _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        File.Move(_partial, _path, overwrite: true);
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (!_completed) File.Delete(_partial);
    }
}
