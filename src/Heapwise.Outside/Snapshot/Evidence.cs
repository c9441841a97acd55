using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Whether two objects at one address, in two captures, may be one: a byte each of up to four words, 0 for a word that says nothing (small
/// numbers, and what all heaps share, such as undefined). Objects of the program change their fields, but seldom all at once; functions
/// keep their code and scope, strings their text. Of containers nothing is kept that would tell, so the address and type must do.
/// </summary>
internal sealed class Evidence
{
    private const int Words = 4;
    private const int FirstWord = HeapLayout.Items;
    private const int PageShift = 18;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Fewer fields may all change.</summary>
    private const int MinCompared = 2;

    private readonly HeapImage _image;
    private readonly HashSet<ulong> _shared;

    public Evidence(HeapImage image)
    {
        _image = image;
        _shared = [.. image.Pages.Where(page => page.IsReadOnly).SelectMany(UnitsOf)];
    }

    /// <summary>False where enough can be compared, and nothing is equal.</summary>
    public static bool MayBeOne(uint before, uint now)
    {
        var compared = 0;
        for (var i = 0; i < Words; i++, before >>= 8, now >>= 8)
        {
            if ((byte)before == 0 || (byte)now == 0) continue;
            if ((byte)before == (byte)now) return true;
            compared++;
        }

        return compared < MinCompared;
    }

    /// <summary>The evidence of an object.</summary>
    public uint Of(uint slot, ObjectMap map, long bytes)
    {
        if (!(map.IsString || map.Role is ObjectRole.Object or ObjectRole.Function or ObjectRole.Context)) return 0;
        var evidence = 0u;
        for (var i = 0; i < Words && FirstWord + (8 * i) + 8 <= bytes; i++)
        {
            var word = _image.WordAt(slot, FirstWord + (8 * i));
            if (map.IsString || !SaysNothing(word)) evidence |= Math.Max(1, (uint)((word * Golden) >> 56)) << (8 * i);
        }

        return evidence;
    }

    private bool SaysNothing(ulong word) => (word & 1) == 0 ? (long)word >> 32 is >= -1 and <= 1 : _shared.Contains(word >> PageShift);

    private static IEnumerable<ulong> UnitsOf(CopiedPage page)
    {
        for (var unit = page.Address >> PageShift; unit << PageShift < page.AreaEnd; unit++) yield return unit;
    }
}
