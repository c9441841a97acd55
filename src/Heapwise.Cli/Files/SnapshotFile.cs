using System.Diagnostics;
using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Live.Files;
using Heapwise.Outside.Copying;

namespace Heapwise.Cli.Files;

/// <summary>Opens the snapshot files of the command line, with progress on stderr and one-line errors.</summary>
internal static class SnapshotFile
{
    public const string Description =
        "a heap snapshot, plain or gzipped, a core file of Node, or the PID of a running one; - reads standard input";

    /// <summary>From this size on, an opening leaves a digest: below it, reading is as fast as starting the program.</summary>
    private const long MinIndexedBytes = 16_000_000;

    /// <param name="path">As the person gave it.</param>
    /// <param name="output">Where progress goes, and whether the index may be used.</param>
    /// <param name="cancellation">Ends the waiting at once, and the opening soon.</param>
    /// <param name="complete">False where dominators may not be needed.</param>
    /// <param name="showsProgress">False where another file's progress is shown at the same time.</param>
    public static HeapSnapshot Open(
        string path, Output output, CancellationToken cancellation, bool complete = true, bool showsProgress = true)
    {
        Require(path);
        var time = output.Terminal.Time;
        var started = time.GetTimestamp();
        using var line = new ProgressLine(output.ShowsProgress && showsProgress ? output.Terminal : null);
        try
        {
            var processId = OutsideHeaps.FindProcess(path);
            var name = path == "-" ? "standard input" : processId is not null ? $"process {path}" : Path.GetFileName(path);
            var size = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
            var isCore = OutsideHeaps.IsCore(path);
            var usesIndex = output.UseIndex && size >= MinIndexedBytes && !isCore;
            var options = new HeapOpenOptions { Complete = complete, UseIndex = usesIndex };
            // Not every phase checks the token soon enough for a person who waits; the work still running ends by itself.
            var opening = Task.Run(Read, CancellationToken.None);
            var snapshot = opening.WaitAsync(cancellation).GetAwaiter().GetResult();
            if (options.UseIndex && !snapshot.HasWholeIndex)
            {
                lock (output.Terminal.AfterAnswer) output.Terminal.AfterAnswer.Add(new BackgroundIndexing(path, size).Start);
            }

            output.Trace($"{path}: {Opened(snapshot, time.GetElapsedTime(started))}");
            return snapshot;

            HeapSnapshot Read()
            {
                var progress = line.OfOpening(name);
                if (processId is { } process)
                    return OutsideHeaps.OpenProcess(process, options, progress, cost => Tell(process, cost, output, line), cancellation);
                return isCore
                    ? OutsideHeaps.OpenCore(path, options, progress, cancellation)
                    : HeapSnapshot.Open(path, options, progress, cancellation);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }

    /// <summary>Checks, as far as possible without opening it, that a file can be read.</summary>
    public static void Require(string path)
    {
        if (path == "-" || File.Exists(path) || OutsideHeaps.FindProcess(path) is not null) return;
        if (Directory.Exists(path)) throw new UsageException($"{path}: is a folder; name a .heapsnapshot file");
        if (path.All(char.IsAsciiDigit)) throw new UsageException($"{path}: there is no such process, and no such file");
        var isInFolder = Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)));
        throw new UsageException($"{path}: cannot be read: no such {(isInFolder ? "file" : "folder")}");
    }

    /// <summary>The node of an id that a person typed.</summary>
    /// <exception cref="UsageException">The snapshot has no such node.</exception>
    public static NodeIndex GetNode(HeapSnapshot snapshot, NodeId id) => snapshot.Graph.TryFind(id, out var node)
        ? node
        : throw new UsageException(
            $"{snapshot.Source}: no object {id}. Ids belong to one process, and embedder objects (even ids) get new ones in each snapshot");

    private static void Tell(int processId, CaptureCost cost, Output output, ProgressLine line)
    {
        line.Clear();
        output.Say($"process {processId} was stopped for {Durations.Format(cost.Pause)} to copy {ByteSize.Format(cost.CopiedBytes)}");
    }

    private static string Opened(HeapSnapshot snapshot, TimeSpan time)
    {
        var how = snapshot.IsFromIndex ? "read from its index" : "opened";
        var size = $"{Counts.Format(snapshot.NodeCount)} nodes, {Counts.Format(snapshot.EdgeCount)} edges";
        return $"{how} in {Durations.Format(time)}, {size}, peak memory {ByteSize.Format(PeakMemory())}";
    }

    private static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
