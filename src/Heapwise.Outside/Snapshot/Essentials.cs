using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Which objects V8 draws internal edges to: not to its constants, the empty arrays and the maps of the most frequent internal
/// objects, which everything refers to and nobody keeps alive.
/// </summary>
internal sealed class Essentials(HeapFacts facts)
{
    private readonly uint _readOnlyEnd =
        facts.Image.Pages.Where(page => page.IsReadOnly).Select(HeapImage.EndOf).DefaultIfEmpty().Max();
    private readonly Dictionary<uint, bool> _known = [];
    private (uint Slot, bool IsEssential) _last;

    /// <summary>Whether edges lead to an object. Read-only pages come first in the image: most are decided by their place.</summary>
    public bool Has(uint slot)
    {
        if (slot >= _readOnlyEnd) return true;
        if (slot == _last.Slot) return _last.IsEssential;
        if (!_known.TryGetValue(slot, out var isEssential))
        {
            isEssential = facts.Maps.Of(slot) is { } map && IsEssential(slot, map);
            _known.Add(slot, isEssential);
        }

        _last = (slot, isEssential);
        return isEssential;
    }

    private bool IsEssential(uint slot, ObjectMap map)
    {
        if (map.Role == ObjectRole.Oddball) return false;
        if (map.Role == ObjectRole.Map) return !IsOfFrequentObject(slot);
        var isArray = map.Shape is BodyShape.Array or BodyShape.Bytes or BodyShape.Descriptors;
        var header = map.Shape == BodyShape.Descriptors ? facts.Layout.DescriptorsHeader : HeapLayout.Items;
        return !isArray || facts.Bodies.Of(slot, map).Bytes > header;
    }

    private bool IsOfFrequentObject(uint map)
    {
        var type = facts.Image.Int32At(map, HeapLayout.MapInstanceType) & 0xffff;
        return facts.Layout.Types.NameOf(type) is "FIXED_ARRAY_TYPE" or "CELL_TYPE" or "PROPERTY_CELL_TYPE" or "SHARED_FUNCTION_INFO_TYPE"
            or "FREE_SPACE_TYPE" or "FILLER_TYPE";
    }
}
