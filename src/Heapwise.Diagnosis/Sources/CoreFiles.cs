using System.IO.Pipelines;
using Heapwise.Heap;
using Heapwise.Outside;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Sources;

/// <summary>Core files, opened as what they hold: a heap.</summary>
public static class CoreFiles
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

    /// <summary>
    /// Reads the heap of the main thread. Needs the program that left the file where it was. Takes twice the memory of the heap while it is
    /// read, and no disk.
    /// </summary>
    /// <exception cref="OutsideException">It is of no Node that can be read, or its program is not here.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static HeapSnapshot Open(
        string path, HeapOpenOptions? options = null, IProgress<OpenProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var capture = OutsideCapture.OpenCore(path);
        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: MaxWaitingBytes, resumeWriterThreshold: MaxWaitingBytes / 2, useSynchronizationContext: false));
        var writing = Task.Run(() => Write(capture, pipe.Writer, cancellation), CancellationToken.None);
        try
        {
            return HeapSnapshot.Read(pipe.Reader.AsStream(leaveOpen: true), path, options, progress, cancellation);
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
