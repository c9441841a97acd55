using System.Diagnostics;
using System.Globalization;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Cli.Files;

/// <summary>Snapshot files as commands are given them: opened with progress on stderr, with errors in one line.</summary>
internal static class SnapshotFile
{
    public const string Description = "a heap snapshot, plain or gzipped; - reads standard input";

    /// <summary>From this size on an opening leaves a digest: below it, reading is as fast as starting the program.</summary>
    private const long LeastIndexedBytes = 16_000_000;

    /// <param name="path">As the person named it.</param>
    /// <param name="output">Where progress goes, and whether the index may be used.</param>
    /// <param name="cancellation">Ends the waiting at once, and the opening soon.</param>
    /// <param name="complete">False where dominators may not be needed.</param>
    /// <param name="showsProgress">False where another file's progress is shown at the same time.</param>
    public static HeapSnapshot Open(string path, Output output, CancellationToken cancellation, bool complete = true, bool showsProgress = true)
    {
        Require(path);
        var time = output.Terminal.Time;
        var began = time.GetTimestamp();
        using var line = new ProgressLine(output.ShowsProgress && showsProgress ? output.Terminal : null);
        try
        {
            var name = path == "-" ? "standard input" : Path.GetFileName(path);
            var size = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
            var options = new HeapOpenOptions { Complete = complete, UseIndex = output.UseIndex && size >= LeastIndexedBytes };
            // Not every phase looks at the token soon enough for a person who waits; what is under way ends by itself.
            var opening = Task.Run(() => HeapSnapshot.Open(path, options, line.OfOpening(name), cancellation), CancellationToken.None);
            var snapshot = opening.WaitAsync(cancellation).GetAwaiter().GetResult();
            if (options.UseIndex && !snapshot.HasWholeIndex)
            {
                lock (output.Terminal.AfterAnswer) output.Terminal.AfterAnswer.Add(new BackgroundIndexing(path, size).Start);
            }

            output.Trace(string.Create(CultureInfo.InvariantCulture, $"{path}: {(snapshot.IsFromIndex ? "known from its index" : "opened")} in {Units.Duration(time.GetElapsedTime(began))}, {Units.Count(snapshot.NodeCount)} nodes, {Units.Count(snapshot.EdgeCount)} edges, peak memory {Units.Bytes(PeakMemory())}"));
            return snapshot;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }

    /// <summary>Sees to it, as far as can be told without opening it, that a file can be read.</summary>
    public static void Require(string path)
    {
        if (path == "-") return;
        if (Directory.Exists(path)) throw new UsageException($"{path}: is a folder; name a .heapsnapshot file");
        if (!File.Exists(path)) throw new UsageException($"{path}: cannot be read: no such {(Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? "file" : "folder")}");
    }

    /// <summary>The node of an id that a person typed.</summary>
    public static NodeIndex Find(HeapSnapshot snapshot, NodeId id) => snapshot.Graph.TryFind(id, out var node)
        ? node
        : throw new UsageException($"{snapshot.Source}: no object {id}. Ids belong to one process, and embedder objects (even ids) have new ones in each snapshot");

    private static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
