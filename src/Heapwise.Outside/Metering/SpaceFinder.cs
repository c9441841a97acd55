using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Metering;

/// <summary>
/// Finds the records that V8 keeps of a heap's spaces. Every page leads to the one of its space; for spaces without a page, the heap has
/// pointers to all of them in their order, which is found by those that are known.
/// </summary>
internal sealed class SpaceFinder(ITargetMemory memory, PageHeader header, MeterTable table, ulong heap)
{
    private const int HeapWords = 512;
    private const int FirstWords = 3;
    private const int YoungWords = 128;

    /// <param name="pages">Those of the heap.</param>
    /// <exception cref="OutsideException">They were not found.</exception>
    public FoundSpaces Find(IEnumerable<HeapPage> pages)
    {
        var known = OwnersOf([.. pages.Select(page => page.Address)]).Where(owner => owner.Number != table.Young).ToList();
        var words = memory.ReadWords(heap, heap + (HeapWords * 8));
        for (var first = 0; known.Count > 1 && first + table.Spaces.Count <= words.Length; first++)
        {
            if (known.TrueForAll(space => words[first + space.Number] == space.Address))
                return new FoundSpaces(AllFrom(words.AsSpan(first, table.Spaces.Count)), HalvesIn(words[first + table.Young]));
        }

        throw OutsideException.Unexpected("the spaces of its heap were not found");
    }

    private List<SpacePlace> AllFrom(ReadOnlySpan<ulong> pointers)
    {
        var spaces = new List<SpacePlace>();
        for (var number = 1; number < pointers.Length; number++)
        {
            if (number != table.Young && NumberOf(pointers[number]) == number) spaces.Add(new SpacePlace(number, pointers[number]));
        }

        return spaces;
    }

    /// <summary>The records of the two halves of a young generation, which are inside that of the whole.</summary>
    private List<ulong> HalvesIn(ulong young)
    {
        var halves = new List<ulong>();
        var words = memory.ReadWords(young, young + (YoungWords * 8));
        for (var at = MeterTable.OwnNumber + 1; at + MeterTable.OwnNumber < words.Length; at++)
        {
            var isHalf = words[at + MeterTable.OwnHeap] == heap && (int)words[at + MeterTable.OwnNumber] == table.Young;
            if (isHalf) halves.Add(young + (ulong)(at * 8));
        }

        return halves;
    }

    private List<SpacePlace> OwnersOf(ulong[] pages)
    {
        if (header.IsOutside) pages = [.. memory.ReadWordsEach(pages, 2).Select(words => words is [_, var record] ? record : 0)];
        var owners = memory.ReadWordsEach(pages, PageHeader.Words)
            .Select(words => words.Length > table.PageOwner ? words[table.PageOwner] : 0)
            .Distinct();
        return [.. owners.Select(owner => new SpacePlace(NumberOf(owner), owner)).Where(owner => owner.Number > 0)];
    }

    /// <summary>The number of the space that a record of this heap is about; 0 if it is none.</summary>
    private int NumberOf(ulong record)
    {
        var isSpace = memory.Regions.MayPointToData(record)
            && memory.ReadWords(record, record + (FirstWords * 8)) is [_, var owner, _] && owner == heap;
        if (!isSpace) return 0;
        var number = (int)memory.ReadWords(record, record + (FirstWords * 8))[MeterTable.OwnNumber];
        return number > 0 && number < table.Spaces.Count ? number : 0;
    }
}

/// <summary>Where V8 keeps the record of a space.</summary>
internal readonly record struct SpacePlace(int Number, ulong Address);

/// <param name="Spaces">All but the young generation.</param>
/// <param name="YoungHalves">The two halves of that.</param>
internal sealed record FoundSpaces(IReadOnlyList<SpacePlace> Spaces, IReadOnlyList<ulong> YoungHalves);
