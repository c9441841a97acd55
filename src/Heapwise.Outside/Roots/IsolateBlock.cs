using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Roots;

/// <summary>
/// V8's isolate, as a range of memory. Its heap is a part of it, and every page says at which address. Where the isolate begins and
/// ends, the C library's allocator knows: it keeps the size of a block in the word before it.
/// </summary>
/// <param name="Heap">The address of its heap.</param>
/// <param name="Start">Its first word.</param>
/// <param name="End">Behind its last word.</param>
internal sealed record IsolateBlock(ulong Heap, ulong Start, ulong End)
{
    private const ulong MaxBytes = 0x40000;
    private const ulong MinBytes = 0x4000;
    private const ulong Reach = 0x20000;
    private const ulong SizeFlags = 7;
    private const ulong PreviousInUse = 1;
    private const ulong MaxNeighbour = 0x1000000;

    /// <summary>The isolate of the main thread.</summary>
    /// <exception cref="OutsideException">No page of a heap was found.</exception>
    public static IsolateBlock FindMain(ITargetMemory memory, IReadOnlyList<HeapPage> pages) => FindAll(memory, pages)[0];

    /// <summary>
    /// The isolates of all threads: worker threads have their own, and all share one list of pages. The first is that of the main thread,
    /// which its stack points into most.
    /// </summary>
    /// <exception cref="OutsideException">No page of a heap was found.</exception>
    public static IReadOnlyList<IsolateBlock> FindAll(ITargetMemory memory, IReadOnlyList<HeapPage> pages)
    {
        // A page that V8 keeps for later may still say what it was, of a heap that has gone.
        var owned = pages.Where(page => !page.IsReadOnly && memory.Regions.MayPointToData(page.Heap));
        var heaps = owned.CountBy(page => page.Heap).ToList();
        if (heaps.Count == 0) throw OutsideException.Unexpected("no page of a JavaScript heap was found");
        var blocks = heaps.OrderByDescending(heap => heap.Value).Select(heap => Around(memory, heap.Key)).ToList();
        if (blocks.Count == 1) return blocks;
        var stack = memory.Regions.FirstOrDefault(region => region.Name == "[stack]");
        var words = memory.ReadWords(stack.Start, stack.End);
        return [.. blocks.OrderByDescending(block => block.CountIn(words))];
    }

    /// <summary>How many of the words point into the isolate, as those of its thread's stack do.</summary>
    public int CountIn(ReadOnlySpan<ulong> words)
    {
        var count = 0;
        foreach (var word in words)
            if (word >= Start && word < End) count++;
        return count;
    }

    /// <summary>The block around a heap; a guess of generous size where the allocator is another one.</summary>
    private static IsolateBlock Around(ITargetMemory memory, ulong heap)
    {
        var region = memory.Regions.Find(heap) ?? throw OutsideException.Unexpected("the heap of the pages is not mapped");
        var start = Math.Max(region.Start, (heap & ~15UL) - Reach);
        var words = memory.ReadWords(start, Math.Min(region.End, heap + MaxBytes));
        for (var at = (int)(((heap & ~15UL) - start) / 8); at >= 1; at -= 2)
        {
            var size = words[at - 1] & ~SizeFlags;
            var block = start + (ulong)(at * 8);
            if (size is <= MinBytes or >= MaxBytes || size % 16 != 0 || block - 16 + size <= heap + 0x400) continue;
            var next = at + (int)(size / 8) - 1; // the size of the block behind it
            if (next >= words.Length || !IsSize(words[next])) continue;
            return new IsolateBlock(heap, block, block - 16 + size);
        }

        return new IsolateBlock(heap, start, Math.Min(region.End, heap + PageHeader.Alignment / 4));
    }

    private static bool IsSize(ulong word) =>
        (word & PreviousInUse) != 0 && (word & 8) == 0 && (word & ~SizeFlags) is >= 32 and < MaxNeighbour;
}
