using System.Text;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Files;

/// <summary>Writes samples as JSON lines, each complete before the next: the file stays readable whatever happens.</summary>
internal sealed class SampleRecorder : IAsyncDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly bool _isNew;
    private readonly bool _isStream;
    private bool _hasBegun;

    private SampleRecorder(string path)
    {
        var kind = OutputPlace.Find(path).Kind;
        (_path, _isNew, _isStream) = (path, kind == OutputKind.Missing, kind == OutputKind.Stream);
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Null where no file was requested. Only the first sample replaces an existing file.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static SampleRecorder? Open(string? file, Output output)
    {
        if (file is null) return null;
        OutputFile.RequireWritable(file, output.Overwrites);
        try
        {
            return new SampleRecorder(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }

    public async Task WriteAsync(WatchSample sample, CancellationToken cancellation)
    {
        if (!_hasBegun && !_isStream) _stream.SetLength(0);
        _hasBegun = true;
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(ReportJson.WriteLine(sample) + "\n"), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_isNew && !_hasBegun) File.Delete(_path);
    }
}
