using System.IO.Compression;
using Heapwise.Live.Capture;
using Heapwise.Live.Files;
using Heapwise.Live.Targets;
using Heapwise.Outside;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Snapshot;

namespace Heapwise.Diagnosis.Runs;

/// <summary>Snapshots of a process, read from outside and written as files.</summary>
/// <param name="processId">The process.</param>
/// <param name="options">How it is read.</param>
/// <param name="compresses">Whether files are gzipped.</param>
/// <param name="time">The time of names.</param>
public sealed class OutsideSnapshots(int processId, OutsideOptions options, bool compresses, TimeProvider time) : IDisposable
{
    private readonly ObjectIdentities _identities = new();
    private int _named;

    /// <summary>Reads the heap, which stops the process for a moment, and writes the file after that.</summary>
    /// <param name="path">The file; null: one in the current folder, named as Node names its own.</param>
    /// <param name="cancellation">Ends it between two steps; no file is left.</param>
    /// <exception cref="OutsideException">It cannot be read; it runs on.</exception>
    /// <exception cref="TargetException">The file cannot be written.</exception>
    public async Task<OutsideSnapshot> TakeAsync(string? path, CancellationToken cancellation)
    {
        var place = CaptureFile.Resolve(path, processId, null, time, compresses ? "heapsnapshot.gz" : "heapsnapshot", ref _named);
        using var capture = await Task.Run(() => OutsideCapture.Take(processId, options, cancellation), cancellation);
        try
        {
            await using var file = await PartialFile.CreateAsync(place, cancellation);
            var contents = await Task.Run(() => Write(capture, file.Stream, cancellation), cancellation);
            var bytes = file.Stream.CanSeek ? file.Stream.Length : 0;
            await file.CompleteAsync();
            return new OutsideSnapshot(place.Path, bytes, contents, capture.Cost);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CaptureFile.CreateFailure(place.Path, problem);
        }
    }

    public void Dispose() => _identities.Dispose();

    private SnapshotContents Write(OutsideCapture capture, Stream file, CancellationToken cancellation)
    {
        if (!compresses) return capture.WriteSnapshot(file, _identities, cancellation);
        using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        return capture.WriteSnapshot(compressed, _identities, cancellation);
    }
}

/// <summary>A snapshot that was read from outside.</summary>
/// <param name="Path">The file.</param>
/// <param name="FileBytes">Its size; 0 where something that is no file took it.</param>
/// <param name="Contents">What is in it.</param>
/// <param name="Cost">What it did to the process.</param>
public sealed record OutsideSnapshot(string Path, long FileBytes, SnapshotContents Contents, CaptureCost Cost);
