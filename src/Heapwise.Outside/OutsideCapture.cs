using Heapwise.Outside.Binaries;
using Heapwise.Outside.Collecting;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Cores;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Marking;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Snapshot;

namespace Heapwise.Outside;

/// <summary>
/// The heap of a running Node process, read from outside: its threads stand still for as long as a copy takes, no code of ours runs
/// in it and nothing is written to it. Live objects are found in the copy, and written as a heap snapshot.
/// The copy takes as much memory as the heap's pages, until this is disposed. Not thread-safe.
/// </summary>
public sealed class OutsideCapture : IDisposable
{
    private const int MsBetweenTries = 20;

    private readonly ITargetMemory _memory;
    private readonly HeapLayout _layout;
    private readonly HeapCopy _copy;
    private readonly ObjectMaps _maps;
    private readonly ObjectBodies _bodies;
    private readonly LiveObjects _live;
    private readonly Marker _marker;

    private OutsideCapture(ITargetMemory memory, HeapLayout layout, HeapCopy copy)
    {
        (_memory, _layout, _copy) = (memory, layout, copy);
        _maps = new ObjectMaps(copy.Image, layout);
        _bodies = new ObjectBodies(copy.Image, layout, _maps);
        _live = new LiveObjects(copy.Image.SlotCount);
        _marker = new Marker(copy.Image, _maps, _bodies, _live);
        _marker.Mark(copy.Roots);
    }

    /// <summary>What the capture did to the process.</summary>
    public CaptureCost Cost => _copy.Cost;

    /// <summary>Objects that are live.</summary>
    public int ObjectCount => _live.Count;

    /// <summary>
    /// Pointers that led to no object. There are none, or a few from code that was being changed, unless the process was stopped
    /// while it moved objects about. Those of objects that only the stack seems to hold are left out.
    /// </summary>
    public long BrokenPointers => _marker.BrokenPointers;

    /// <summary>
    /// Copies the heap of a process's main thread. The process stands still for at most <see cref="OutsideOptions.MaxPause"/> at a
    /// time, and runs on whatever happens to us.
    /// </summary>
    /// <exception cref="OutsideException">It cannot be read; it was let go.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two attempts.</exception>
    public static OutsideCapture Take(int processId, OutsideOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new OutsideOptions();
        var (memory, binary, layout) = ReadableProcess.Open(processId);
        var copier = new HeapCopier(processId, memory, layout, new CollectionDetector(binary.CollectingCode), options);
        for (var attempt = 1; ; attempt++)
        {
            var capture = new OutsideCapture(memory, layout, copier.Copy(cancellation));
            if (capture.HoldsTogether()) return capture;
            var broken = capture.BrokenPointers;
            capture.Dispose();
            if (attempt == options.MaxAttempts)
                throw OutsideException.Unexpected($"{broken} pointers led to no object, as while garbage is being collected");
            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(MsBetweenTries * attempt)); // until it is collected
        }
    }

    /// <summary>Whether a file begins as a core file does.</summary>
    public static bool IsCore(ReadOnlySpan<byte> head) => CoreFile.IsCore(head);

    /// <summary>
    /// Copies the heap out of a core file, which stays open until this is disposed. Where the process ended while it collected garbage,
    /// some objects may be missing.
    /// </summary>
    /// <param name="path">The core file. The program that left it must be where it was then.</param>
    /// <exception cref="OutsideException">It is no core file of a Node that can be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static OutsideCapture OpenCore(string path)
    {
        var core = CoreFile.Open(path);
        try
        {
            var binary = NodeBinary.OfCore(core);
            var layout = HeapLayout.For(binary.Version, binary.Constants);
            var capture = new OutsideCapture(core, layout, CoreCopier.Copy(core, layout));
            if (capture.HoldsTogether()) return capture;
            var broken = capture.BrokenPointers;
            capture.Dispose();
            throw OutsideException.Unexpected($"{broken} pointers lead to no object");
        }
        catch
        {
            core.Dispose();
            throw;
        }
    }

    /// <summary>Writes the live objects as a heap snapshot, which DevTools and heapwise read. The stream stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="identities">Those of the process's captures, in their order; null for a capture that is compared with none.</param>
    /// <param name="cancellation">Ends it early.</param>
    public SnapshotContents WriteSnapshot(Stream stream, ObjectIdentities? identities = null, CancellationToken cancellation = default)
    {
        using var alone = ObjectIdentities.Alone();
        var graph = new SnapshotGraph();
        var isKept = false;
        try
        {
            var known = identities ?? alone;
            new GraphBuilder(_memory, _layout, _copy, _maps, _bodies, _live, _marker.Ephemerons, known, graph).Build(cancellation);
            SnapshotWriter.Write(graph, stream, cancellation);
            var contents = graph.Summarize();
            if (identities is null) return contents;
            identities.Keep(graph);
            isKept = true;
            return contents;
        }
        finally
        {
            if (!isKept) graph.Dispose();
        }
    }

    public void Dispose()
    {
        _live.Dispose();
        _copy.Dispose();
        (_memory as IDisposable)?.Dispose();
    }

    private bool HoldsTogether() => ObjectCount > 0 && BrokenPointers <= ObjectCount / MinObjectsABrokenPointer;

    private const int MinObjectsABrokenPointer = 10_000;
}
