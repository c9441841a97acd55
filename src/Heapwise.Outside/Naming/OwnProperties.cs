using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>The properties that an object has itself: where their values are, by its map and by its dictionary.</summary>
internal sealed class OwnProperties(HeapImage image, HeapLayout layout, ObjectMaps maps, ObjectBodies bodies, PropertyNames names)
{
    private const int NameEntryWords = 3;
    private readonly List<MapProperties?> _byMap = [];

    /// <summary>What a map says about properties; read once.</summary>
    public MapProperties Of(ObjectMap map)
    {
        while (_byMap.Count <= map.Index) _byMap.Add(null);
        return _byMap[map.Index] ??= MapProperties.Read(image, layout, names, map, DescriptorsOf(map));
    }

    private uint DescriptorsOf(ObjectMap map)
    {
        var word = image.WordAt(map.Slot, HeapLayout.MapDescriptors);
        if (maps.OfTarget(word) is not { Role: ObjectRole.DescriptorArray } found) return 0;
        var descriptors = image.Target(word);
        return bodies.Of(descriptors, found).Bytes > 0 ? descriptors : 0;
    }

    /// <summary>The word that holds the value of a property that a map describes.</summary>
    public ulong ValueOf(uint slot, MapProperty property)
    {
        if (property.Word >= 0) return image[slot + (uint)property.Word];
        if (property.ArrayIndex < 0) return property.Constant;
        var word = image.WordAt(slot, HeapLayout.Properties);
        if (maps.OfTarget(word) is not { Role: ObjectRole.PropertyArray } map) return 0;
        var array = image.Target(word);
        var at = (HeapLayout.Items / 8) + property.ArrayIndex;
        return at < bodies.Of(array, map).PointerWords ? image[array + (uint)at] : 0;
    }

    /// <summary>The properties in the dictionary of an object: key, value and details.</summary>
    public IEnumerable<(ulong Key, ulong Value, PropertyDetails Details)> DictionaryOf(uint slot)
    {
        var word = image.WordAt(slot, HeapLayout.Properties);
        if (maps.OfTarget(word) is not { } map || layout.Types.NameOf(map.Type) != "NAME_DICTIONARY_TYPE") yield break;
        var table = image.Target(word);
        foreach (var entry in Dictionaries.EntriesOf(image, table, bodies.Of(table, map), NameEntryWords))
        {
            if (maps.OfTarget(image[entry]) is { } key && (key.IsString || key.Role == ObjectRole.Symbol))
                yield return (image[entry], image[entry + 1], new PropertyDetails(image.SmallIntegerAt(entry, 16)));
        }
    }

    /// <summary>The value of an object's own data property; 0 if it has none of that name.</summary>
    public ulong Find(uint slot, ObjectMap map, int name)
    {
        var properties = Of(map);
        if (!properties.IsDictionary)
        {
            foreach (var property in properties.Items)
            {
                if (property.Name == name) return property.Details.IsAccessor ? 0 : ValueOf(slot, property);
            }

            return 0;
        }

        foreach (var (key, value, details) in DictionaryOf(slot))
        {
            if (names.Of(key) == name) return details.IsAccessor ? 0 : value;
        }

        return 0;
    }
}
