namespace Heapwise.Live.Capture;

/// <summary>
/// What a snapshot will cost. The cost follows the number of objects, which cannot be known without counting them, so it is
/// estimated from the used heap as if that were small objects all through: an upper bound that large strings and arrays stay far
/// below (measured: 300 MB of 20 kB strings stop Node 24 for 0.5 s, 290 MB of small objects for 25 s). Rates measured on a busy
/// two-core machine; after a first snapshot the target's own cost replaces them.
/// </summary>
/// <param name="Pause">How long the target will stand still.</param>
/// <param name="ExtraMemoryBytes">How much its resident memory will grow.</param>
/// <param name="FileBytes">How long the file will be.</param>
public sealed record CaptureEstimate(TimeSpan Pause, long ExtraMemoryBytes, long FileBytes)
{
    private const double BytesPerMegabyte = 1 << 20;

    // Node:                        20           24
    //   45 MB heap: pause          5.5 s        3.4 s     RSS +364 / +315 MB   file 162 / 152 MB
    //  290 MB heap: pause         39 s         25 s       RSS +2309 / +2039 MB file 1093 / 983 MB
    private static readonly (int FromMajor, double SecondsPerMegabyte, double MemoryFactor, double FileFactor)[] Rates =
    [
        (24, 0.087, 7.2, 3.5),
        (0, 0.135, 8.2, 3.8),
    ];

    /// <summary>From the used heap alone.</summary>
    public static CaptureEstimate Of(long heapUsedBytes, int nodeMajor)
    {
        var rate = Rates.First(rate => nodeMajor >= rate.FromMajor);
        return new CaptureEstimate(
            TimeSpan.FromSeconds(heapUsedBytes / BytesPerMegabyte * rate.SecondsPerMegabyte),
            (long)(heapUsedBytes * rate.MemoryFactor),
            (long)(heapUsedBytes * rate.FileFactor));
    }

    /// <summary>From what an earlier snapshot of the same target cost. Memory it has grown to already is not needed again.</summary>
    internal static CaptureEstimate From(CapturedSnapshot earlier, long heapUsedBytes, int nodeMajor)
    {
        var growth = heapUsedBytes / (double)Math.Max(1, earlier.HeapUsedBytes);
        var unmeasured = Of(Math.Max(0, heapUsedBytes - earlier.HeapUsedBytes), nodeMajor);
        return new CaptureEstimate(earlier.Pause * growth, unmeasured.ExtraMemoryBytes, (long)(earlier.FileBytes * growth));
    }
}
