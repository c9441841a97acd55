using System.Runtime.InteropServices;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Pages;

/// <summary>
/// Finds the pages of V8's heaps: every aligned address of anonymous memory that was ever used is asked whether a page begins there.
/// </summary>
internal static class PageFinder
{
    private const int HeaderBytes = PageHeader.Words * 8;

    /// <summary>The pages of all heaps in the process, in the order of addresses.</summary>
    public static List<HeapPage> Find(ITargetMemory memory, PageHeader header)
    {
        var candidates = memory.KeepTouched(Candidates(memory.Regions));
        var (records, isRead) = ReadRecords(memory, [.. candidates]);
        if (header.IsOutside)
        {
            var places = candidates
                .Select((address, i) => (Page: address, Record: isRead[i] ? Word(records, i, PageHeader.RecordWord) : 0))
                .Where(place => memory.Regions.MayPointToData(place.Record))
                .ToList();
            candidates = [.. places.Select(place => place.Page)];
            (records, isRead) = ReadRecords(memory, [.. places.Select(place => place.Record)]);
        }

        var found = new List<HeapPage>();
        var behind = 0UL;
        for (var i = 0; i < candidates.Count; i++)
        {
            var address = candidates[i];
            if (address < behind || !isRead[i]) continue;
            var words = MemoryMarshal.Cast<byte, ulong>(records.AsSpan(i * HeaderBytes, HeaderBytes));
            if (!header.Fits(address, words)) continue;
            behind = address + words[header.Size];
            found.Add(new HeapPage(address, words[header.AreaStart], words[header.AreaEnd], words[header.Heap]));
        }

        return found;
    }

    private static List<ulong> Candidates(IReadOnlyList<MemoryRegion> regions)
    {
        var candidates = new List<ulong>();
        foreach (var region in regions.Where(region => region is { IsAnonymous: true, IsReadable: true }))
        {
            var first = (region.Start + PageHeader.Alignment - 1) & ~(PageHeader.Alignment - 1);
            for (var address = first; address < region.End; address += PageHeader.Alignment) candidates.Add(address);
        }

        return candidates;
    }

    private static (byte[] Records, bool[] IsRead) ReadRecords(ITargetMemory memory, ulong[] addresses)
    {
        var records = new byte[addresses.Length * HeaderBytes];
        var isRead = new bool[addresses.Length];
        memory.ReadEach(addresses, HeaderBytes, records, isRead);
        return (records, isRead);
    }

    private static ulong Word(byte[] records, int record, int word) =>
        BitConverter.ToUInt64(records, (record * HeaderBytes) + (word * 8));
}
