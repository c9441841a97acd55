using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Whether two objects at one address, in two captures, may be one: 12 bits each of the map and of up to four words, 0 for a word that says
/// nothing (small numbers, and what all heaps share, such as undefined). Objects change their fields, but seldom all at once; functions
/// keep their code and scope, strings their text. What is refused here may still be found through what refers to it. The highest four bits
/// say which words are numbers of plain objects: unlike pointers, they do not change when objects move.
/// </summary>
internal sealed class Evidence
{
    private const int Words = 4;
    private const int Bits = 12;
    private const ulong Mask = (1UL << Bits) - 1;
    private const int FirstNumberBit = Bits * (Words + 1);
    private const int PageShift = 18;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly HeapImage _image;
    private readonly HashSet<ulong> _shared;

    public Evidence(HeapImage image)
    {
        _image = image;
        _shared = [.. image.Pages.Where(page => page.IsReadOnly).SelectMany(UnitsOf)];
    }

    /// <summary>
    /// With the same map, false where something can be compared and nothing is equal; with another, true where something is.
    /// </summary>
    public static bool MayBeOne(ulong before, ulong now)
    {
        const ulong Numbers = ulong.MaxValue << FirstNumberBit;
        (before, now) = (before & ~Numbers, now & ~Numbers);
        var isSameMap = (before & Mask) == (now & Mask);
        var isComparable = false;
        for (var i = 0; i < Words; i++)
        {
            (before, now) = (before >> Bits, now >> Bits);
            if ((before & Mask) == 0 || (now & Mask) == 0) continue;
            if ((before & Mask) == (now & Mask)) return true;
            isComparable = true;
        }

        return isSameMap && !isComparable;
    }

    /// <summary>The part of the map.</summary>
    public static ulong MapOf(ulong evidence) => evidence & Mask;

    /// <summary>The parts of words that are numbers.</summary>
    public static ulong NumbersOf(ulong evidence)
    {
        var numbers = 0UL;
        for (var i = 0; i < Words; i++)
            if ((evidence & (1UL << (FirstNumberBit + i))) != 0) numbers |= evidence & (Mask << (Bits * (i + 1)));
        return numbers;
    }

    /// <summary>Numbers that both have at the same place: how many are equal, and how many are not.</summary>
    public static (int Equal, int Different) CompareNumbers(ulong before, ulong now)
    {
        var (equal, different) = (0, 0);
        for (var i = 0; i < Words; i++)
        {
            if ((before & now & (1UL << (FirstNumberBit + i))) == 0) continue;
            if ((((before ^ now) >> (Bits * (i + 1))) & Mask) == 0) equal++;
            else different++;
        }

        return (equal, different);
    }

    /// <summary>The evidence of an object.</summary>
    public ulong Of(uint slot, ObjectMap map, long bytes)
    {
        // Objects of the program begin with their properties and elements, which are empty for most, or change.
        var first = map.Role >= ObjectRole.Object || map.IsString ? HeapLayout.Items : HeapLayout.FirstField;
        var evidence = HashOf(_image.WordAt(slot, 0));
        for (var i = 0; i < Words && first + (8 * i) + 8 <= bytes; i++)
        {
            var word = _image.WordAt(slot, first + (8 * i));
            if (!map.IsString && SaysNothing(word)) continue;
            evidence |= HashOf(word) << (Bits * (i + 1));
            if (map.Role == ObjectRole.Object && (word & 1) == 0) evidence |= 1UL << (FirstNumberBit + i);
        }

        return evidence;
    }

    /// <summary>The first number in the fields of a plain object that says something: often its own. 0 if there is none.</summary>
    public int NumberOf(uint slot, ObjectMap map, long bytes)
    {
        if (map.Role != ObjectRole.Object) return 0;
        for (var i = 0; i < Words && HeapLayout.Items + (8 * i) + 8 <= bytes; i++)
        {
            var word = _image.WordAt(slot, HeapLayout.Items + (8 * i));
            if ((word & 1) == 0 && !SaysNothing(word)) return (int)(word >> 32);
        }

        return 0;
    }

    private static ulong HashOf(ulong word) => Math.Max(1, (word * Golden) >> (64 - Bits));

    private bool SaysNothing(ulong word) => (word & 1) == 0 ? (long)word >> 32 is >= -1 and <= 1 : _shared.Contains(word >> PageShift);

    private static IEnumerable<ulong> UnitsOf(CopiedPage page)
    {
        for (var unit = page.Address >> PageShift; unit << PageShift < page.AreaEnd; unit++) yield return unit;
    }
}
