using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Ids of nodes from the addresses of their objects, so that an object that has not moved has the same id in two snapshots of a
/// process. An id must fit into 32 bits to be cheap, and addresses take 47: a page is given a number of 16 bits that follows from its
/// address, and the next free one where another page has that already. Ids of objects are odd, as V8's are.
/// </summary>
internal sealed class StableIds
{
    /// <summary>The first id that an object may have; those below are left to roots.</summary>
    public const long MinId = (1L << (SlotBits + 1)) + 1;

    private const int PageShift = 18;
    private const int SlotBits = 15;
    private const int PageNumbers = 1 << 16;
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly Dictionary<ulong, long> _numbers = [];

    public StableIds(IEnumerable<CopiedPage> pages)
    {
        var taken = new HashSet<long>();
        foreach (var page in pages.OrderBy(page => page.Address))
        {
            var unit = page.Address >> PageShift;
            var wanted = (long)((unit * Golden) >> 48);
            var number = wanted;
            while (number == 0 || !taken.Add(number)) // 0 is left to roots
            {
                number = taken.Count >= PageNumbers - 1 ? Math.Max(PageNumbers, number + 1) : (number + 1) % PageNumbers;
            }

            _numbers.Add(unit, number);
        }
    }

    /// <summary>The id of the object at an address of a page.</summary>
    public long Of(CopiedPage page, uint slot)
    {
        var number = _numbers[page.Address >> PageShift];
        return (((number << SlotBits) + (slot - page.FirstSlot)) << 1) + 1;
    }
}
