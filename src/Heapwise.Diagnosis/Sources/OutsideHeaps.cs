using System.Globalization;
using System.IO.Pipelines;
using Heapwise.Heap;
using Heapwise.Live.Processes;
using Heapwise.Outside;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Sources;

/// <summary>
/// Heaps that are read from outside and opened as snapshots, without a file between: those of core files and of running processes. Takes
/// twice the memory of the heap while it is read, and no disk.
/// </summary>
public static class OutsideHeaps
{
    private const int HeadBytes = 18;

    /// <summary>What is written and not read yet.</summary>
    private const int MaxWaitingBytes = 16 << 20;

    /// <summary>Whether a path is that of a core file; false also where it cannot be read.</summary>
    public static bool IsCore(string path)
    {
        if (!File.Exists(path)) return false; // a pipe would lose what is read of it
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[HeadBytes];
            return file.CanSeek && OutsideCapture.IsCore(head.AsSpan(0, file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The process that a word names, where it is a number and no file; null for everything else.</summary>
    public static int? FindProcess(string word) =>
        OperatingSystem.IsLinux() && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && !File.Exists(word) && ProcStatus.IsRunning(processId) ? processId : null;

    /// <summary>Reads the heap of the main thread from a core file. Needs the program that left the file where it was.</summary>
    /// <exception cref="OutsideException">It is of no Node that can be read, or its program is not here.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static HeapSnapshot OpenCore(
        string path, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var capture = OutsideCapture.OpenCore(path);
        return Read(capture, path, options, progress, cancellation);
    }

    /// <summary>Reads the heap of the main thread of a running process, which stands still while it is copied.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How the snapshot is read.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="copied">Hears what the copy did to the process, as soon as it runs on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OutsideException">It cannot be read; it runs on.</exception>
    public static HeapSnapshot OpenProcess(
        int processId, HeapOpenOptions? options, IProgress<OpenProgress>? progress, Action<CaptureCost> copied,
        CancellationToken cancellation = default)
    {
        using var capture = OutsideCapture.Take(processId, options: null, cancellation);
        copied(capture.Cost);
        return Read(capture, $"process {processId}", options, progress, cancellation);
    }

    private static HeapSnapshot Read(
        OutsideCapture capture, string name, HeapOpenOptions? options, IProgress<OpenProgress>? progress, CancellationToken cancellation)
    {
        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: MaxWaitingBytes, resumeWriterThreshold: MaxWaitingBytes / 2, useSynchronizationContext: false));
        var writing = Task.Run(() => Write(capture, pipe.Writer, cancellation), CancellationToken.None);
        try
        {
            return HeapSnapshot.Read(pipe.Reader.AsStream(leaveOpen: true), name, options, progress, cancellation);
        }
        finally
        {
            pipe.Reader.Complete();
            writing.GetAwaiter().GetResult(); // it never fails: the reader hears of a failure
        }
    }

    private static void Write(OutsideCapture capture, PipeWriter writer, CancellationToken cancellation)
    {
        try
        {
            using (var stream = writer.AsStream(leaveOpen: true)) capture.WriteSnapshot(stream, identities: null, cancellation);
            writer.Complete();
        }
        catch (Exception problem)
        {
            writer.Complete(problem);
        }
    }
}
