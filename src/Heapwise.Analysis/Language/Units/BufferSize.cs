using System.Numerics;

namespace Heapwise.Analysis.Language.Units;

/// <summary>Sizes of buffers as programmers write them: 65,536 bytes are 64 kB. Others are decimal, as everywhere.</summary>
public static class BufferSize
{
    private const long Unit = 1_024;

    /// <summary>What V8 adds to some buffers to align them.</summary>
    private const long Padding = 64;

    public static string Format(long bytes)
    {
        if (BitOperations.IsPow2(bytes - Padding)) bytes -= Padding;
        if (bytes is > 0 and < Unit * Unit && bytes % Unit == 0) return $"{bytes / Unit} kB";
        return bytes < 1_000 ? $"{bytes} bytes" : ByteSize.FormatShort(bytes);
    }
}
