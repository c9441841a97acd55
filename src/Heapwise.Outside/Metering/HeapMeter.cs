using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Metering;

/// <summary>
/// Reads how full the heap of a process's main thread is, as often as one likes: V8's own counters, where they are in its memory. The
/// process is not stopped and does nothing for it. To open a meter takes about a tenth of a second, because the binary is read and the
/// heap's pages are searched for; a reading takes some twenty system calls. Not thread-safe.
/// </summary>
public sealed class HeapMeter
{
    private const int HeapWords = 512;
    private const int SpaceWords = 64;
    private const int PageWords = 48;
    private const int AllocationWords = 6;
    private const int MaxPages = 1 << 14;
    private const int SystemPage = 4096;
    private const long MinLimit = 1 << 20;
    private const long MaxLimit = 1L << 44;

    private readonly ITargetMemory _memory;
    private readonly PageHeader _header;
    private readonly MeterTable _table;
    private readonly ulong _heap;
    private readonly FoundSpaces _found;

    private HeapMeter(ITargetMemory memory, PageHeader header, MeterTable table, ulong heap, IReadOnlyList<HeapPage> pages)
    {
        (_memory, _header, _table, _heap) = (memory, header, table, heap);
        _found = new SpaceFinder(memory, header, table, heap).Find(pages.Where(page => page.Heap == heap));
    }

    /// <summary>The address of the heap, which it keeps as long as its thread lives.</summary>
    public ulong Heap => _heap;

    /// <summary>Whether a space holds young objects, which share the room of the young generation.</summary>
    public static bool IsYoung(string space) => MeterTable.IsYoung(space);

    /// <summary>V8's names of all spaces that its heap may have, in V8's order.</summary>
    public IReadOnlyList<string> SpaceNames => _table.Spaces;

    /// <exception cref="OutsideException">It may not be read, is no Node whose heap is known, or does not look as it should.</exception>
    public static HeapMeter Open(int processId)
    {
        var (memory, binary, layout) = ReadableProcess.Open(processId);
        var header = layout.Version.Header;
        var pages = PageFinder.Find(memory, header);
        var meter = new HeapMeter(memory, header, MeterTable.For(binary.Version), IsolateBlock.FindMain(memory, pages).Heap, pages);
        meter.Read();
        return meter;
    }

    /// <summary>Reads the heaps of worker threads, at the cost of <see cref="OpenWorkers"/>.</summary>
    public IReadOnlyList<HeapUse> ReadWorkers() => [.. FindWorkers().Select(worker => worker.Use)];

    /// <summary>
    /// Meters for the heaps of worker threads, which come and go: the pages of the process are searched for again, which takes some
    /// milliseconds. Those that are just being made, or given up, are left out.
    /// </summary>
    public IReadOnlyList<HeapMeter> OpenWorkers() => [.. FindWorkers().Select(worker => worker.Meter)];

    private List<(HeapMeter Meter, HeapUse Use)> FindWorkers()
    {
        _memory.Refresh();
        var pages = PageFinder.Find(_memory, _header);
        var heaps = pages.Where(page => !page.IsReadOnly && page.Heap != _heap && _memory.Regions.MayPointToData(page.Heap))
            .Select(page => page.Heap)
            .Distinct();
        var workers = new List<(HeapMeter, HeapUse)>();
        foreach (var heap in heaps)
        {
            try
            {
                var meter = new HeapMeter(_memory, _header, _table, heap, pages);
                workers.Add((meter, meter.Read()));
            }
            catch (OutsideException problem) when (problem.Failure == OutsideFailure.Unexpected)
            {
                continue; // it does not look like a heap: not yet, or not any more
            }
        }

        return workers;
    }

    /// <summary>Reads the counters, one after the other while the process runs.</summary>
    /// <exception cref="OutsideException">The process has gone, or the counters do not fit together.</exception>
    public HeapUse Read()
    {
        var heap = _memory.ReadWords(_heap, _heap + (HeapWords * 8));
        if (heap.Length < HeapWords) throw OutsideException.Unexpected("the heap of its main thread is not there any more");
        var limits = _table.Limits is { } at ? _memory.ReadWords(heap[at], heap[at] + (SpaceWords * 8)) : heap;
        if (limits.Length <= Math.Max(_table.MaxOld, _table.OldFloor))
            throw OutsideException.Unexpected("the limits of its heap cannot be read");
        var limit = (long)(limits[_table.MaxOld] + (MeterTable.YoungHalves * heap[_table.MaxHalfYoung]));
        if (limit is < MinLimit or > MaxLimit) throw OutsideException.Unexpected($"its heap would have a limit of {limit} bytes");
        return new HeapUse(
            limit,
            (long)limits[_table.MaxOld],
            (long)limits[_table.OldFloor],
            (long)heap[_table.ArrayBuffers],
            _table.External is { } external ? (long)heap[external] : null,
            ReadSpaces());
    }

    private List<SpaceUse> ReadSpaces()
    {
        var start = _heap + (ulong)(_table.Allocation * 8L);
        var allocation = _memory.ReadWords(start, start + (AllocationWords * 8));
        if (allocation.Length < AllocationWords)
            throw OutsideException.Unexpected("the isolate of its main thread is not there any more");
        var spaces = new List<SpaceUse>();
        foreach (var (place, words) in _found.Spaces.Zip(ReadEach([.. _found.Spaces.Select(space => space.Address)])))
        {
            Require(words, place.Number);
            var used = words[_table.IsLarge(place.Number) ? _table.LargeUsed : _table.PagedUsed];
            if (_table.CountsFreeRoom && _table.Spaces[place.Number] == MeterTable.Old)
                used -= Math.Min(used, FreeRoom(allocation[4], allocation[5]));
            spaces.Add(SpaceOf(place.Number, words[MeterTable.Committed], used, AvailableIn(words, place.Number)));
        }

        spaces.Add(ReadYoung(allocation[0], allocation[1]));
        return [.. spaces.Where(space => space.CommittedBytes > 0)];
    }

    /// <summary>
    /// The young generation: two halves, in one of which objects are allocated, page after page. Those before the current page count
    /// as full, as they do for V8.
    /// </summary>
    private SpaceUse ReadYoung(ulong start, ulong next)
    {
        var (committed, used, room) = (0UL, 0UL, 0UL);
        foreach (var half in ReadEach(_found.YoungHalves))
        {
            Require(half, _table.Young);
            committed += half[MeterTable.Committed];
            if ((int)half[_table.CurrentPage - 1] != MeterTable.ToHalf) continue;
            used = UsedOf(half[_table.FirstPage], half[_table.CurrentPage], start, next);
            room = half[MeterTable.Committed];
        }

        return SpaceOf(_table.Young, committed, Math.Min(used, committed), room - Math.Min(room, used));
    }

    /// <summary>Bytes of the pages before the current one, and of that up to the next object, if it has any since a collection.</summary>
    private ulong UsedOf(ulong page, ulong current, ulong start, ulong next)
    {
        var full = 0UL;
        for (var i = 0; i < MaxPages && page != 0; i++)
        {
            if (_memory.ReadWords(page, page + (PageWords * 8)) is not { Length: PageWords } words) break;
            var (from, to) = (words[_header.AreaStart], words[_header.AreaEnd]);
            if (to <= from) break;
            var isStarted = start >= from && start <= to;
            if (page == current) return full + (isStarted ? Math.Clamp(next, from, to) - from : 0);
            full += to - from;
            page = words[_table.NextPage];
        }

        return full;
    }

    private ulong[][] ReadEach(IReadOnlyList<ulong> spaces) => _memory.ReadWordsEach(spaces, SpaceWords);

    private void Require(ulong[] space, int number)
    {
        if (space.Length < SpaceWords || space[MeterTable.OwnHeap] != _heap || (int)space[MeterTable.OwnNumber] != number)
            throw OutsideException.Unexpected($"its {_table.Spaces[number]} space is not where it was");
    }

    /// <summary>In pages of small objects; a large object fills its own. How many young ones there may be is written elsewhere.</summary>
    private ulong? AvailableIn(ulong[] space, int number)
    {
        if (_table.IsLarge(number)) return MeterTable.IsYoung(_table.Spaces[number]) ? null : 0;
        var (capacity, used) = (space[_table.PagedUsed - MeterTable.UsedAfterCapacity], space[_table.PagedUsed]);
        return capacity - Math.Min(capacity, used);
    }

    private SpaceUse SpaceOf(int number, ulong committed, ulong used, ulong? available)
    {
        if (committed % SystemPage != 0 || used > committed)
            throw OutsideException.Unexpected($"its {_table.Spaces[number]} space would have {used} bytes in use of {committed}");
        return new SpaceUse(_table.Spaces[number], (long)committed, (long)used, (long?)available);
    }

    /// <summary>What V8 has taken for objects to come, and does not count as used.</summary>
    private static ulong FreeRoom(ulong next, ulong end) => end > next && end - next < PageHeader.Alignment ? end - next : 0;
}
