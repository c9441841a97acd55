namespace Heapwise.Live.Capture;

/// <summary>
/// What a snapshot will cost, from what the heap contains. The costs are per major version of Node, measured with fourteen kinds of heaps
/// (<c>bench/live/capture-memory.mjs</c>). How fast this machine is comes from earlier snapshots. After a first snapshot, the target's own
/// cost replaces the general one.
/// </summary>
/// <param name="Pause">How long the target will be paused.</param>
/// <param name="ExtraMemoryBytes">How much its resident memory will grow.</param>
/// <param name="FileBytes">The size of the file.</param>
/// <param name="Nodes">As counted, or about how many there are.</param>
/// <param name="IsCounted">Whether the nodes were counted.</param>
public sealed record CaptureEstimate(TimeSpan Pause, long ExtraMemoryBytes, long FileBytes, long Nodes, bool IsCounted)
{
    /// <summary>For other load on the machine.</summary>
    private const double PauseReserve = 1.2;

    /// <summary>For the measured error, and for chunks that wait in the target until we have taken them.</summary>
    private const double MemoryReserve = 1.07;

    /// <summary>Bytes per character: V8's copy, and the file.</summary>
    private const double MemoryPerTextByte = 1.2;

    /// <summary>
    /// Up to Node 18, V8's table of names has the indexes of the longest array side by side. Strings whose place is among them are put
    /// behind the last, and searched for there: 37 s instead of 9 s for 400,000 indexes and 800,000 strings (docs/live.md).
    /// </summary>
    private const int LastMajorWithCrowding = 18;

    /// <summary>Microseconds for a pair of indexes; less where there are few strings. Measured: 1.5e-4 to 3.2e-4.</summary>
    private const double CrowdingPerPair = 2.5e-4;

    /// <summary>
    /// Microseconds a node for each doubling beyond a million: in a large heap, the next object is farther away. Measured at 14 million:
    /// none on one machine, 2.8 in all on another.
    /// </summary>
    private const double DistancePerDoubling = 0.4;

    private const double NearNodes = 1e6;

    private const long CountingBytesPerNode = 120;

    /// <summary>Of a snapshot of nothing.</summary>
    private const long MinMemoryBytes = 16 << 20;

    // Peak of resident memory during a snapshot less what it was before, bytes; processor time of the target's thread, microseconds.
    // 45,000 to 1.3 million nodes. The memory of most kinds is within 8 % of what these say; the peak is reached while V8 builds
    // the snapshot, before the first byte is sent, and the control group's maximum agrees.
    //   kinds of heaps: small objects, objects with strings, closures, short strings, long strings, numbers, maps, promises, buffers,
    //   objects with 60 properties, dictionaries, records, arrays of references
    private static readonly (int FromMajor, Cost Memory, Cost Pause)[] Costs =
    [
        (26, new Cost(220, 40, 1140), new Cost(1.6, 0.25, 5.0)),
        (24, new Cost(215, 42, 1140), new Cost(0.4, 0.60, 5.0)),
        (22, new Cost(180, 38, 1190), new Cost(2.1, 0.45, 4.1)),
        (20, new Cost(210, 36, 1190), new Cost(2.5, 0.35, 4.5)),
        (0, new Cost(240, 34, 1190), new Cost(3.5, 0.45, 5.5)),
    ];

    /// <summary>Of the file, the same for all: a node and an edge are a line of numbers each.</summary>
    private static readonly Cost File = new(29, 17, 9);

    /// <summary>
    /// What counting costs: at most a fifth of the pause of a snapshot (measured on 18 to 26: 5 to 18 percent), memory for each node, and
    /// no file.
    /// </summary>
    internal CaptureEstimate Counting =>
        this with { Pause = Pause / 5, ExtraMemoryBytes = Math.Min(ExtraMemoryBytes, Nodes * CountingBytesPerNode), FileBytes = 0 };

    /// <summary>From the used heap alone: the most that a heap of small objects in one long array costs.</summary>
    public static CaptureEstimate FromHeap(long heapUsedBytes, int nodeMajor, CaptureRate? measured = null)
    {
        // Measured: 41 to 44 bytes a node, four to six edges, and an index for each second one.
        var nodes = heapUsedBytes / 42;
        return From(new HeapContents(nodes, 6 * nodes, Strings: 0, nodes / 2, TextBytes: 0, IsCounted: false), nodeMajor, measured);
    }

    /// <summary>From what the heap contains.</summary>
    public static CaptureEstimate From(HeapContents contents, int nodeMajor, CaptureRate? measured = null)
    {
        var (_, memory, pause) = Costs.First(cost => nodeMajor >= cost.FromMajor);
        var rate = measured ?? CaptureRate.General;
        return new CaptureEstimate(
            TimeSpan.FromMicroseconds(
                (pause.Of(contents) + (contents.TextBytes / 100) + DistanceOf(contents) + CrowdingOf(contents, nodeMajor))
                * rate.Pause * PauseReserve),
            MinMemoryBytes + (long)((memory.Of(contents) + (contents.TextBytes * MemoryPerTextByte)) * MemoryReserve),
            (long)((File.Of(contents) + contents.TextBytes) * rate.File),
            contents.Nodes,
            contents.IsCounted);
    }

    /// <summary>The rate that makes the general cost the actual one.</summary>
    internal static CaptureRate RateOf(CaptureEstimate general, TimeSpan pause, long fileBytes) =>
        new(PauseReserve * pause / general.Pause, (double)fileBytes / general.FileBytes);

    /// <summary>
    /// From the cost of an earlier snapshot of the same target, as its processor time says: the pause may have been long because others
    /// had the processor. Three quarters of the memory that it has kept since then are used again.
    /// </summary>
    internal CaptureEstimate After(CapturedSnapshot earlier, long heapUsedBytes)
    {
        var growth = heapUsedBytes / (double)Math.Max(1, earlier.HeapUsedBytes);
        return new CaptureEstimate(
            earlier.ProcessorTime * growth * PauseReserve,
            Math.Max(MinMemoryBytes, ExtraMemoryBytes - (earlier.KeptMemoryBytes * 3 / 4)),
            (long)(earlier.FileBytes * growth),
            (long)(earlier.Nodes * growth),
            IsCounted: false);
    }

    private static double DistanceOf(HeapContents contents) =>
        DistancePerDoubling * contents.Nodes * Math.Log2(Math.Max(1, contents.Nodes / NearNodes));

    private static double CrowdingOf(HeapContents contents, int nodeMajor) => nodeMajor > LastMajorWithCrowding || contents.Names == 0
        ? 0
        : CrowdingPerPair * contents.Names * contents.Names * Math.Min(1, 1.2 * contents.Strings / contents.Names);

    private readonly record struct Cost(double Node, double Edge, double Name)
    {
        public double Of(HeapContents contents) => (contents.Nodes * Node) + (contents.Edges * Edge) + (contents.Names * Name);
    }
}
