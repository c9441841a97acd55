using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Heapwise.Heap.Index;

/// <summary>
/// Checksums of blocks of memory that detect damage at the speed of memory. Eight lanes of 64 bits each keep a sum and a sum of
/// sums (as in Fletcher's checksum), so a changed, swapped or missing word is detected. They do not protect against tampering.
/// </summary>
internal static class BlockChecksums
{
    public const int BlockBytes = 4 << 20;

    public static int CountFor(long bytes) => (int)((bytes + BlockBytes - 1) / BlockBytes);

    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var sum = Vector512.Create((ulong)bytes.Length);
        var sums = Vector512<ulong>.Zero;
        var at = 0;
        for (; at + 8 <= words.Length; at += 8)
        {
            sum += Vector512.Create(words.Slice(at, 8));
            sums += sum;
        }

        ulong tail = 0xCBF29CE484222325;
        foreach (var b in bytes[(at * 8)..]) tail = (tail ^ b) * 0x100000001B3;
        for (var lane = 0; lane < 8; lane++)
        {
            tail = (ulong.RotateLeft(tail, 7) ^ sum[lane]) + (ulong.RotateLeft(sums[lane], lane) * 0x9E3779B97F4A7C15UL);
        }

        return tail;
    }

    /// <summary>The checksums of a section's blocks, computed on all cores.</summary>
    public static unsafe ulong[] ComputeBlocks(byte* data, long length)
    {
        var result = new ulong[CountFor(length)];
        Parallel.For(0, result.Length, block =>
        {
            var from = (long)block * BlockBytes;
            result[block] = Compute(new ReadOnlySpan<byte>(data + from, (int)Math.Min(BlockBytes, length - from)));
        });
        return result;
    }
}
