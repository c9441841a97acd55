using System.Runtime.InteropServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// Memory for columns. On Linux large blocks are mapped and asked to lie on huge pages: walks over a graph of
/// gigabytes then miss the processor's address cache far less, and first touches cost a fault for 2 MiB instead of 4 KiB.
/// A page that is never touched takes no memory. Elsewhere, and for small blocks, the C library's allocator is used.
///
/// A page touched for the first time has to be found and cleared by the system, which is far slower than memory itself.
/// Within <see cref="KeepFreed"/> freed blocks therefore wait for the next block of about their size.
/// </summary>
internal static unsafe partial class NativePages
{
    private const nuint LargeBytes = 1 << 20;
    private const nuint HugePageBytes = 2 << 20;
    private const int ProtectReadWrite = 3;
    private const int MapPrivateAnonymousNoReserve = 0x4022;
    private const int AdviseHugePage = 14;
    private const int MayMove = 1;

    private static readonly bool MapLarge = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("HEAPWISE_HUGE_PAGES") != "0";
    private static readonly Lock Gate = new();
    private static readonly List<Block> Kept = [];
    private static int _keeping;

    /// <summary>A block of memory; its size is that of the block, not what was asked for.</summary>
    public readonly record struct Block(nint Address, nuint Bytes);

    /// <summary>Until it is disposed, freed blocks are used again. Such scopes may overlap; the end of the last gives all back.</summary>
    public static KeepingScope KeepFreed()
    {
        lock (Gate) _keeping++;
        return default;
    }

    /// <param name="bytes">Bytes wanted.</param>
    /// <param name="zeroed">Whether they must be zero; else they may hold anything.</param>
    public static Block Allocate(nuint bytes, bool zeroed)
    {
        if (!IsMapped(bytes)) return new Block((nint)NativeMemory.AllocZeroed(Math.Max(1, bytes)), bytes);
        if (TakeKept(bytes) is { } kept)
        {
            if (zeroed) NativeMemory.Clear((void*)kept.Address, bytes);
            return kept;
        }

        var address = mmap(null, bytes, ProtectReadWrite, MapPrivateAnonymousNoReserve, -1, 0);
        if (address == (void*)-1) throw NoMemory(bytes);
        Advise(address, bytes);
        return new Block((nint)address, bytes);
    }

    /// <summary>A block with the old one's first bytes. Bytes beyond those are zero where the old block was not one used again.</summary>
    public static Block Resize(Block block, nuint bytes)
    {
        if (IsMapped(block.Bytes) && IsMapped(bytes))
        {
            var moved = mremap((void*)block.Address, block.Bytes, bytes, MayMove);
            if (moved == (void*)-1) throw NoMemory(bytes);
            if (bytes > block.Bytes) Advise(moved, bytes);
            return new Block((nint)moved, bytes);
        }

        var fresh = Allocate(bytes, zeroed: true);
        NativeMemory.Copy((void*)block.Address, (void*)fresh.Address, Math.Min(block.Bytes, bytes));
        Free(block);
        return fresh;
    }

    public static void Free(Block block)
    {
        if (!IsMapped(block.Bytes))
        {
            NativeMemory.Free((void*)block.Address);
            return;
        }

        lock (Gate)
        {
            if (_keeping > 0)
            {
                Kept.Add(block);
                return;
            }
        }

        _ = munmap((void*)block.Address, block.Bytes);
    }

    /// <summary>The smallest kept block that is large enough; what it has too much stays kept.</summary>
    private static Block? TakeKept(nuint bytes)
    {
        lock (Gate)
        {
            var best = -1;
            for (var i = 0; i < Kept.Count; i++)
            {
                if (Kept[i].Bytes >= bytes && (best < 0 || Kept[i].Bytes < Kept[best].Bytes)) best = i;
            }

            if (best < 0) return null;
            var block = Kept[best];
            Kept.RemoveAt(best);
            var taken = (bytes + HugePageBytes - 1) / HugePageBytes * HugePageBytes;
            if (block.Bytes < taken + LargeBytes) return block;
            Kept.Add(new Block(block.Address + (nint)taken, block.Bytes - taken));
            return block with { Bytes = taken };
        }
    }

    private static IOException NoMemory(nuint bytes) =>
        new($"{bytes >> 20} MB of memory for a column of the heap are not to be had: close other programs, or use a machine with more memory.");

    private static bool IsMapped(nuint bytes) => MapLarge && bytes >= LargeBytes;

    /// <summary>Advises on the whole block, also on its unaligned ends: two kinds of pages in one block would be two mappings, which cannot be resized as one.</summary>
    private static void Advise(void* address, nuint bytes)
    {
        if (bytes >= 2 * HugePageBytes) _ = madvise(address, bytes, AdviseHugePage); // only advice: without huge pages all works as well
    }

    [LibraryImport("libc", SetLastError = false)]
    private static partial void* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", SetLastError = false)]
    private static partial void* mremap(void* address, nuint oldLength, nuint newLength, int flags);

    [LibraryImport("libc", SetLastError = false)]
    private static partial int munmap(void* address, nuint length);

    [LibraryImport("libc", SetLastError = false)]
    private static partial int madvise(void* address, nuint length, int advice);

    /// <summary>What <see cref="KeepFreed"/> hands out; to be disposed once.</summary>
    public readonly struct KeepingScope : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                if (--_keeping > 0) return;
                foreach (var block in Kept) _ = munmap((void*)block.Address, block.Bytes);
                Kept.Clear();
            }
        }
    }
}
