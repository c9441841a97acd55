using System.Text;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Watching;

namespace Heapwise.Cli.Commands;

/// <summary>Keeps samples as JSON lines, each whole on disk before the next: what was written stays readable whatever happens.</summary>
internal sealed class SampleRecorder : IAsyncDisposable
{
    private readonly FileStream _stream;

    private SampleRecorder(FileStream stream) => _stream = stream;

    /// <summary>Null where no file is asked for. An existing file is replaced.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static SampleRecorder? Open(string? file)
    {
        if (file is null) return null;
        try
        {
            return new SampleRecorder(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }

    public async Task WriteAsync(WatchSample sample, CancellationToken cancellation) =>
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(ReportJson.WriteLine(sample) + "\n"), cancellation);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
