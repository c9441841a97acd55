using Heapwise.Outside.Layouts;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Objects;

/// <summary>
/// The maps of an image. A word is a map's address if what it points to has a map of maps, which is its own map and has the type of
/// maps: random words do not pass that.
/// </summary>
internal sealed class ObjectMaps(HeapImage image, HeapLayout layout)
{
    private const int CacheBits = 12;
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly Dictionary<uint, ObjectMap> _bySlot = [];
    private readonly List<ObjectMap> _all = [];
    private readonly HashSet<ulong> _mapsOfMaps = [];
    private readonly (ulong Word, ObjectMap? Map)[] _cache = new (ulong, ObjectMap?)[1 << CacheBits];

    /// <summary>All maps met so far, by number.</summary>
    public IReadOnlyList<ObjectMap> All => _all;

    /// <summary>The map of the object at a slot; null if there is no object.</summary>
    public ObjectMap? Of(uint slot) => Find(image[slot]);

    /// <summary>The map of the object that a tagged word points to; null if it points to none.</summary>
    public ObjectMap? OfTarget(ulong word) => image.Target(word) is var slot and not 0 ? Of(slot) : null;

    /// <summary>The map that a word points to; null if it points to none.</summary>
    public ObjectMap? Find(ulong word)
    {
        ref var cached = ref _cache[(word * Golden) >> (64 - CacheBits)];
        if (cached.Word == word && cached.Map is { } known) return known;
        var slot = image.Target(word);
        if (slot == 0) return null;
        if (!_bySlot.TryGetValue(slot, out var map))
        {
            map = Read(slot);
            if (map is null) return null;
            _bySlot.Add(slot, map);
            _all.Add(map);
        }

        cached = (word, map);
        return map;
    }

    private ObjectMap? Read(uint slot)
    {
        var page = image.PageOf(slot);
        if (slot + (HeapLayout.MapBytes / 8) > HeapImage.EndOf(page) || !IsMapOfMaps(image[slot])) return null;
        var type = image.Int32At(slot, HeapLayout.MapInstanceType) & 0xffff;
        if (!layout.Types.IsKnown(type)) return null;
        var words = image.ByteAt(slot, HeapLayout.MapInstanceSize);
        return new ObjectMap(_all.Count, slot, type, layout.Types.ShapeOf(type), layout.Types.RoleOf(type), words);
    }

    private bool IsMapOfMaps(ulong word)
    {
        if (_mapsOfMaps.Contains(word)) return true;
        var slot = image.Target(word);
        if (slot == 0 || image[slot] != word) return false;
        if ((image.Int32At(slot, HeapLayout.MapInstanceType) & 0xffff) != layout.Types.MapType) return false;
        _mapsOfMaps.Add(word);
        return true;
    }
}
