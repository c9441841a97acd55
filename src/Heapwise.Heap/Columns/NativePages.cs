using System.Runtime.InteropServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// Memory for columns. On Linux, large blocks are mapped, with advice to use huge pages: walks over a graph of gigabytes then miss
/// the processor's address cache far less often, and a page fault provides 2 MiB instead of 4 KiB. A page that is never accessed
/// takes no memory. On other systems, and for small blocks, the C library's allocator is used.
///
/// On first access the system has to find and clear a page, which is far slower than memory itself. Within
/// <see cref="KeepFreed"/>, freed blocks are therefore kept for the next block of about the same size.
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

    /// <summary>A block of memory; its size may be larger than requested.</summary>
    public readonly record struct Block(nint Address, nuint Bytes);

    /// <summary>Until the scope is disposed, freed blocks are reused. Scopes may overlap; the last one to end returns all blocks.</summary>
    public static KeepingScope KeepFreed()
    {
        lock (Gate) _keeping++;
        return default;
    }

    /// <param name="bytes">Bytes needed.</param>
    /// <param name="zeroed">Whether they must be zero; otherwise they may hold anything.</param>
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

    /// <summary>A block that begins with the old one's bytes. Those after them are zero unless the old block was a reused one.</summary>
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

    /// <summary>The smallest kept block that is large enough; the part that is not needed stays kept.</summary>
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
        new($"Not enough memory for a column of {bytes >> 20} MB: close other programs, or use a machine with more memory.");

    private static bool IsMapped(nuint bytes) => MapLarge && bytes >= LargeBytes;

    /// <summary>
    /// Advises on the whole block, including its unaligned ends: two kinds of pages in one block would be two mappings, which
    /// cannot be resized as one.
    /// </summary>
    private static void Advise(void* address, nuint bytes)
    {
        if (bytes >= 2 * HugePageBytes) _ = madvise(address, bytes, AdviseHugePage); // only advice: everything works without huge pages
    }

    [LibraryImport("libc", SetLastError = false)]
    private static partial void* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", SetLastError = false)]
    private static partial void* mremap(void* address, nuint oldLength, nuint newLength, int flags);

    [LibraryImport("libc", SetLastError = false)]
    private static partial int munmap(void* address, nuint length);

    [LibraryImport("libc", SetLastError = false)]
    private static partial int madvise(void* address, nuint length, int advice);

    /// <summary>The scope of <see cref="KeepFreed"/>; must be disposed exactly once.</summary>
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
