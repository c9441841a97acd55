using System.Runtime.InteropServices;

namespace Heapwise.Heap.Graph;

/// <summary>
/// Zeroed memory for columns. On Linux large blocks are mapped and asked to lie on huge pages: walks over a graph of
/// gigabytes then miss the processor's address cache far less, and first touches cost a fault for 2 MiB instead of 4 KiB.
/// A page that is never touched takes no memory. Elsewhere, and for small blocks, the C library's allocator is used.
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

    public static void* Allocate(nuint bytes)
    {
        if (!IsMapped(bytes)) return NativeMemory.AllocZeroed(Math.Max(1, bytes));
        var address = mmap(null, bytes, ProtectReadWrite, MapPrivateAnonymousNoReserve, -1, 0);
        if (address == (void*)-1) throw NoMemory(bytes);
        Advise(address, bytes);
        return address;
    }

    /// <summary>Bytes beyond the old size are zero.</summary>
    public static void* Resize(void* block, nuint oldBytes, nuint bytes)
    {
        if (IsMapped(oldBytes) && IsMapped(bytes))
        {
            var moved = mremap(block, oldBytes, bytes, MayMove);
            if (moved == (void*)-1) throw NoMemory(bytes);
            if (bytes > oldBytes) Advise(moved, bytes);
            return moved;
        }

        var fresh = Allocate(bytes);
        NativeMemory.Copy(block, fresh, Math.Min(oldBytes, bytes));
        Free(block, oldBytes);
        return fresh;
    }

    public static void Free(void* block, nuint bytes)
    {
        if (IsMapped(bytes)) _ = munmap(block, bytes);
        else NativeMemory.Free(block);
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
}
