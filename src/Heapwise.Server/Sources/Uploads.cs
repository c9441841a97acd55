using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Sources;

/// <summary>
/// Files that were dropped on the page, and those that were taken of live processes: in a folder that only its owner can read, and that
/// goes when the page does.
/// </summary>
public sealed class Uploads : IDisposable
{
    private const int MaxNameLength = 120;
    private const long Reserve = 200_000_000;

    private readonly SourceRegistry _sources;
    private readonly Lazy<string> _folder;
    private int _count;

    public Uploads(SourceRegistry sources, string parent, long maxBytes)
    {
        _sources = sources;
        MaxBytes = maxBytes;
        _folder = new Lazy<string>(() => Create(parent));
    }

    /// <summary>The largest file that is kept.</summary>
    public long MaxBytes { get; }

    /// <summary>
    /// A new file in a folder of its own below ours. Of a name from outside, only letters, digits, dots and hyphens are used.
    /// </summary>
    public string NewFile(string name)
    {
        var safe = string.Concat(name.Where(IsSafe)).TrimStart('.');
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Value, $"{Interlocked.Increment(ref _count)}")).FullName;
        return Path.Combine(folder, safe.Length is 0 or > MaxNameLength ? "file" : safe);
    }

    /// <exception cref="RequestRefusedException">It is too large, or the disk is full.</exception>
    public async Task<Source> AddAsync(string? name, long? length, Stream body, CancellationToken cancellation)
    {
        if (length > MaxBytes) throw TooLarge();
        RequireRoom(length ?? 0);
        var shown = NameOf(name);
        var path = NewFile(shown);
        try
        {
            await using (var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                BufferSize = 1 << 20,
            }))
            {
                await KeepAsync(body, file, cancellation);
            }

            return _sources.AddFile(path, shown);
        }
        catch (IOException problem)
        {
            File.Delete(path);
            throw new RequestRefusedException($"The file could not be kept: {problem.Message}", 507);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task KeepAsync(Stream body, FileStream file, CancellationToken cancellation)
    {
        var block = new byte[1 << 17];
        for (var total = 0L; await body.ReadAsync(block, cancellation) is > 0 and var read;)
        {
            total += read;
            if (total > MaxBytes) throw TooLarge();
            await file.WriteAsync(block.AsMemory(0, read), cancellation);
        }
    }

    private RequestRefusedException TooLarge() => new($"The file is too large: at most {MaxBytes:N0} bytes can be sent.", 413);

    public void Dispose()
    {
        if (!_folder.IsValueCreated) return;
        try
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Somebody else has removed it, or holds a file; nothing more can be done at the end.
        }
    }

    private static string Create(string parent)
    {
        var path = Path.Combine(parent, $"heapwise-ui-{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private void RequireRoom(long bytes)
    {
        var free = new DriveInfo(_folder.Value).AvailableFreeSpace;
        if (bytes + Reserve > free)
        {
            var folder = Path.GetDirectoryName(_folder.Value);
            throw new RequestRefusedException($"There is no room for the file: {free:N0} bytes are free in {folder}.", 507);
        }
    }

    private static bool IsSafe(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';

    private static string NameOf(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        return last.Length == 0 ? "upload" : ObjectRow.Cut(last, 200);
    }
}
