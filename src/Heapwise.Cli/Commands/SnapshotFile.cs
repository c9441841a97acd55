using System.Diagnostics;
using System.Globalization;
using Heapwise.Cli.Rendering;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Cli.Commands;

/// <summary>Snapshot files as commands are given them: opened with progress on stderr, with errors in one line.</summary>
internal static class SnapshotFile
{
    public const string Description = "a heap snapshot, plain or gzipped; - reads standard input";

    public static HeapSnapshot Open(string path, Output output, CancellationToken cancellation)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path}: is a folder; name a .heapsnapshot file");
        var time = output.Terminal.Time;
        var began = time.GetTimestamp();
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        try
        {
            var name = path == "-" ? "standard input" : Path.GetFileName(path);
            var snapshot = HeapSnapshot.Open(path, progress: line.OfOpening(name), cancellation: cancellation);
            output.Trace(string.Create(CultureInfo.InvariantCulture, $"{path}: opened in {Units.Duration(time.GetElapsedTime(began))}, {Units.Count(snapshot.Graph.NodeCount)} nodes, {Units.Count(snapshot.Graph.EdgeCount)} edges, peak memory {Units.Bytes(PeakMemory())}"));
            return snapshot;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
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
