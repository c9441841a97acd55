namespace Heapwise.Live.Capture;

/// <summary>
/// What a snapshot will cost. The cost is proportional to the number of nodes. Where they were not counted, the used heap is taken to
/// consist of the smallest objects only, the most expensive case: an upper bound, far above what large strings and arrays cost. The cost of
/// a node is the highest that this machine has seen for this Node, otherwise a general one, measured on a two-core machine. A quarter is
/// added for other load on the machine. After a first snapshot, the target's own cost replaces all that.
/// </summary>
/// <param name="Pause">How long the target will be paused.</param>
/// <param name="ExtraMemoryBytes">How much its resident memory will grow.</param>
/// <param name="FileBytes">The size of the file.</param>
/// <param name="Nodes">As counted, or the upper bound.</param>
/// <param name="IsCounted">Whether the nodes were counted.</param>
public sealed record CaptureEstimate(TimeSpan Pause, long ExtraMemoryBytes, long FileBytes, long Nodes, bool IsCounted)
{
    /// <summary>Bytes per node in heaps of the smallest objects that programs create (measured: 41 to 43).</summary>
    private const double MinBytesPerNode = 41;

    private const double Reserve = 1.25;

    // Measured with 1.3 to 1.5 million nodes of small objects; memory from heaps of 290 MB.
    //   Node:          20         24
    //   per node       4.2 µs     2.4 µs    of pause
    //                  340 bytes  300 bytes of resident memory
    //                  84 bytes   77 bytes  of file, at 290 MB 155 and 140
    private static readonly (int FromMajor, CaptureRate Rate, double MemoryBytesPerNode)[] General =
    [
        (24, new CaptureRate(2.9, 118), 300),
        (0, new CaptureRate(4.6, 128), 340),
    ];

    /// <summary>
    /// What counting costs: at most a quarter of the snapshot (measured on 18 to 26: 9 to 24 percent of the pause), and no file.
    /// </summary>
    internal CaptureEstimate Counting => this with { Pause = Pause / 4, ExtraMemoryBytes = ExtraMemoryBytes / 4, FileBytes = 0 };

    /// <summary>From the used heap alone.</summary>
    public static CaptureEstimate FromHeap(long heapUsedBytes, int nodeMajor, CaptureRate? measured = null) =>
        Create((long)(heapUsedBytes / MinBytesPerNode), isCounted: false, nodeMajor, measured);

    /// <summary>From the number of nodes, including those of native objects.</summary>
    public static CaptureEstimate FromNodes(long nodes, int nodeMajor, CaptureRate? measured = null) =>
        Create(nodes, isCounted: true, nodeMajor, measured);

    /// <summary>From the cost of an earlier snapshot of the same target. Memory that it has already grown to is not needed again.</summary>
    internal static CaptureEstimate FromEarlier(CapturedSnapshot earlier, long heapUsedBytes, int nodeMajor, CaptureRate? measured)
    {
        var growth = heapUsedBytes / (double)Math.Max(1, earlier.HeapUsedBytes);
        var grown = FromHeap(Math.Max(0, heapUsedBytes - earlier.HeapUsedBytes), nodeMajor, measured);
        return new CaptureEstimate(
            earlier.Pause * growth,
            grown.ExtraMemoryBytes,
            (long)(earlier.FileBytes * growth),
            (long)(earlier.Nodes * growth),
            IsCounted: false);
    }

    private static CaptureEstimate Create(long nodes, bool isCounted, int nodeMajor, CaptureRate? measured)
    {
        var (_, general, memory) = General.First(rate => nodeMajor >= rate.FromMajor);
        var rate = measured ?? general;
        return new CaptureEstimate(
            TimeSpan.FromMicroseconds(nodes * rate.MicrosecondsPerNode * Reserve),
            (long)(nodes * memory * Reserve),
            (long)(nodes * rate.FileBytesPerNode * Reserve),
            nodes,
            isCounted);
    }
}
