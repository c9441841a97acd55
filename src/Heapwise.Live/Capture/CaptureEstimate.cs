namespace Heapwise.Live.Capture;

/// <summary>
/// What a snapshot will cost. The cost follows the number of nodes. Where they were not counted, the used heap is taken as if it
/// were small objects all through, the dearest there is: an upper bound, far above what large strings and arrays cost. A node's cost
/// is the dearest that this machine has seen for this Node, else a general one, measured on a two-core machine; a quarter is added
/// for what else the machine may be doing. After a first snapshot the target's own cost replaces all that.
/// </summary>
/// <param name="Pause">How long the target will stand still.</param>
/// <param name="ExtraMemoryBytes">How much its resident memory will grow.</param>
/// <param name="FileBytes">How long the file will be.</param>
/// <param name="Nodes">As counted, or as many as there can be.</param>
/// <param name="IsCounted">Which of them.</param>
public sealed record CaptureEstimate(TimeSpan Pause, long ExtraMemoryBytes, long FileBytes, long Nodes, bool IsCounted)
{
    /// <summary>Heaps of the smallest objects that programs make have a node for so many bytes (measured: 41 to 43).</summary>
    private const double LeastBytesPerNode = 41;

    private const double Reserve = 1.25;

    // Measured with 1.3 to 1.5 million nodes of small objects; memory from 290 MB heaps.
    //   Node:          20         24
    //   a node         4.2 µs     2.4 µs    of pause
    //                  340 bytes  300 bytes of resident memory
    //                  84 bytes   77 bytes  of file, at 290 MB 155 and 140
    private static readonly (int FromMajor, CaptureRate Rate, double MemoryBytesPerNode)[] General =
    [
        (24, new CaptureRate(2.9, 118), 300),
        (0, new CaptureRate(4.6, 128), 340),
    ];

    /// <summary>From the used heap alone.</summary>
    public static CaptureEstimate Of(long heapUsedBytes, int nodeMajor, CaptureRate? measured = null) =>
        Of((long)(heapUsedBytes / LeastBytesPerNode), isCounted: false, nodeMajor, measured);

    /// <summary>From the number of nodes, the heap's and those of its native objects.</summary>
    public static CaptureEstimate OfNodes(long nodes, int nodeMajor, CaptureRate? measured = null) => Of(nodes, isCounted: true, nodeMajor, measured);

    /// <summary>What counting costs: a quarter of the snapshot at the most (measured on 18 to 26: 9 to 24 per cent of the pause), and no file.</summary>
    internal CaptureEstimate Counting => this with { Pause = Pause / 4, ExtraMemoryBytes = ExtraMemoryBytes / 4, FileBytes = 0 };

    /// <summary>From what an earlier snapshot of the same target cost. Memory it has grown to already is not needed again.</summary>
    internal static CaptureEstimate From(CapturedSnapshot earlier, long heapUsedBytes, int nodeMajor, CaptureRate? measured)
    {
        var growth = heapUsedBytes / (double)Math.Max(1, earlier.HeapUsedBytes);
        var unmeasured = Of(Math.Max(0, heapUsedBytes - earlier.HeapUsedBytes), nodeMajor, measured);
        return new CaptureEstimate(earlier.Pause * growth, unmeasured.ExtraMemoryBytes, (long)(earlier.FileBytes * growth), (long)(earlier.Nodes * growth), IsCounted: false);
    }

    private static CaptureEstimate Of(long nodes, bool isCounted, int nodeMajor, CaptureRate? measured)
    {
        var (_, general, memory) = General.First(rate => nodeMajor >= rate.FromMajor);
        var rate = measured ?? general;
        return new CaptureEstimate(
            TimeSpan.FromMicroseconds(nodes * rate.MicrosecondsPerNode * Reserve), (long)(nodes * memory * Reserve), (long)(nodes * rate.FileBytesPerNode * Reserve), nodes, isCounted);
    }
}
