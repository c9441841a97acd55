using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Heapwise.Heap.Columns;
using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Pages;

/// <summary>
/// Copies of a heap's pages, one after the other, in memory outside the collected heap. A word of it is named by its number, the
/// slot; an object is named by the slot of its first word. Slot 0 stands for nothing. 8 bytes a word, and up to 34 GB in all.
/// Owner: whoever created it. One thread at a time once it is filled, for reading too: pages found are remembered.
/// </summary>
internal sealed class HeapImage : IDisposable
{
    private const int PageShift = 18;
    private const int ReadBytes = 8 << 20;
    private const uint FirstSlot = 512;

    /// <summary>Room behind the last page: a field of an object that is shorter than it should be is read as zero.</summary>
    private const uint SpareSlots = 512;
    private const int BlockShift = 12;
    private const int CacheBits = 10;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly NativeColumn<ulong> _words;
    private readonly List<CopiedPage> _pages = [];
    private readonly Dictionary<ulong, int> _pageOfUnit = [];
    private readonly (ulong Unit, CopiedPage Page)[] _cache = new (ulong, CopiedPage)[1 << CacheBits];

    /// <summary>The page that holds the first slot of each 4,096; pages are longer than that.</summary>
    private readonly List<int> _pageOfBlock = [];
    private readonly ITargetMemory? _source;
    private readonly Dictionary<ulong, HeapPage> _offered = [];
    private uint _used = FirstSlot;

    /// <param name="bytes">Room for pages. Memory is taken only where a page is copied to.</param>
    public HeapImage(long bytes) => _words = new NativeColumn<ulong>((bytes >> 3) + FirstSlot + SpareSlots);

    /// <summary>An image of pages that are copied when they are first looked at, for reading a few objects of many.</summary>
    /// <param name="source">Where the pages are.</param>
    /// <param name="pages">All that may be copied.</param>
    public HeapImage(ITargetMemory source, IReadOnlyList<HeapPage> pages)
        : this(pages.Sum(page => page.Bytes + 8))
    {
        _source = source;
        foreach (var page in pages)
        {
            for (var unit = page.Address >> PageShift; unit << PageShift < page.AreaEnd; unit++) _offered[unit] = page;
        }
    }

    public IReadOnlyList<CopiedPage> Pages => _pages;

    /// <summary>Slots in use; those of objects are below.</summary>
    public uint SlotCount => _used;

    /// <summary>Bytes of the pages.</summary>
    public long Bytes => ((long)_used - FirstSlot) * 8;

    /// <summary>Bytes that there is room for.</summary>
    public long Capacity => (_words.Length - FirstSlot - SpareSlots) * 8;

    public ulong this[uint slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words[slot];
    }

    /// <summary>Forgets all pages, for another try.</summary>
    public void Clear()
    {
        _used = FirstSlot;
        Array.Clear(_cache);
        _pageOfBlock.Clear();
        _pages.Clear();
        _pageOfUnit.Clear();
    }

    /// <summary>Copies pages, on all cores. False if there is no room for them.</summary>
    /// <param name="memory">Where they are; read by several threads at once.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="betweenReads">Called now and then, by any thread; may throw to give up.</param>
    public bool TryCopy(ITargetMemory memory, IEnumerable<HeapPage> pages, Action betweenReads)
    {
        foreach (var page in pages)
        {
            if (!TryAdd(page)) return false;
        }

        try
        {
            Parallel.ForEach(_pages, page => Copy(memory, page, betweenReads));
        }
        catch (AggregateException problems)
        {
            ExceptionDispatchInfo.Throw(problems.InnerExceptions[0]);
        }

        return true;
    }

    private void Copy(ITargetMemory memory, CopiedPage page, Action betweenReads)
    {
        var bytes = MemoryMarshal.AsBytes(_words.Slice(page.FirstSlot, (int)((page.AreaEnd - page.Address + 7) >> 3)));
        for (var at = 0; at < bytes.Length; at += ReadBytes)
        {
            var part = bytes.Slice(at, Math.Min(ReadBytes, bytes.Length - at));
            var read = memory.Read(page.Address + (ulong)at, part);
            part[read..].Clear(); // given back to the system, so there are no objects
            betweenReads();
        }
    }

    /// <summary>Makes room for a page. False if there is none.</summary>
    private bool TryAdd(HeapPage page)
    {
        if (_used + ((page.Bytes + 7) >> 3) + SpareSlots > _words.Length) return false;
        var copied = new CopiedPage(page.Address, page.AreaStart, page.AreaEnd, _used, page.IsReadOnly);
        for (var unit = page.Address >> PageShift; unit << PageShift < page.AreaEnd; unit++) _pageOfUnit[unit] = _pages.Count;
        _pages.Add(copied);
        _used += (uint)((page.Bytes + 7) >> 3);
        while ((long)_pageOfBlock.Count << BlockShift < _used) // the first block may begin before the first page
        {
            var isWithin = (long)_pageOfBlock.Count << BlockShift >= copied.FirstSlot || _pages.Count == 1;
            _pageOfBlock.Add(isWithin ? _pages.Count - 1 : _pages.Count - 2);
        }
        return true;
    }

    /// <summary>The slot of an address; 0 if it is not in the area of objects of any page, or not at a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint SlotOf(ulong address)
    {
        var unit = address >> PageShift;
        ref var cached = ref _cache[(unit * Golden) >> (64 - CacheBits)];
        if (cached.Unit != unit && !TryFindPage(unit, ref cached)) return 0;
        ref var page = ref cached.Page;
        return address < page.AreaStart || address + 8 > page.AreaEnd || (address & 7) != 0
            ? 0
            : page.FirstSlot + (uint)((address - page.Address) >> 3);
    }

    /// <summary>The slot that a tagged word points to strongly; 0 for numbers, weak pointers and what is in no page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Target(ulong word) => (word & 3) == 1 ? SlotOf(word - 1) : 0;

    /// <summary>As <see cref="Target"/>, for weak pointers only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint WeakTarget(ulong word) => (word & 3) == 3 ? SlotOf(word - 3) : 0;

    /// <summary>The page of a slot.</summary>
    public CopiedPage PageOf(uint slot)
    {
        var page = _pageOfBlock[(int)(slot >> BlockShift)];
        while (page + 1 < _pages.Count && _pages[page + 1].FirstSlot <= slot) page++;
        return _pages[page];
    }

    /// <summary>The slot behind a page's last word.</summary>
    public static uint EndOf(CopiedPage page) => page.FirstSlot + (uint)((page.AreaEnd - page.Address) >> 3);

    /// <summary>Bytes of the image from a slot on.</summary>
    public ReadOnlySpan<byte> BytesAt(uint slot, int length) =>
        MemoryMarshal.AsBytes(_words.Slice(slot, (length + 7) >> 3))[..length];

    public ulong WordAt(uint slot, int offset) => _words[slot + (uint)(offset >> 3)];

    public int Int32At(uint slot, int offset) => (int)(_words[slot + (uint)(offset >> 3)] >> ((offset & 4) * 8));

    public byte ByteAt(uint slot, int offset) => (byte)(_words[slot + (uint)(offset >> 3)] >> ((offset & 7) * 8));

    /// <summary>A small integer of V8's, which has the upper half of its word.</summary>
    public int SmallIntegerAt(uint slot, int offset) => (int)(_words[slot + (uint)(offset >> 3)] >> 32);

    public void Dispose() => _words.Dispose();

    private bool TryFindPage(ulong unit, ref (ulong Unit, CopiedPage Page) cached)
    {
        if (!_pageOfUnit.TryGetValue(unit, out var page))
        {
            if (_source is null || !_offered.TryGetValue(unit, out var offered) || !TryAdd(offered)) return false;
            page = _pages.Count - 1;
            Copy(_source, _pages[page], betweenReads: () => { });
        }

        cached = (unit, _pages[page]);
        return true;
    }
}
