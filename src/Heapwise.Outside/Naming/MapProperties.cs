using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>A property as its map describes it.</summary>
/// <param name="Name">The number of its name.</param>
/// <param name="Key">The key, for names made from it.</param>
/// <param name="Details">Its kind and place.</param>
/// <param name="Word">The word of the object that holds it; negative where it is in the property array, or with the map.</param>
/// <param name="ArrayIndex">Its index in the property array, if it is there.</param>
/// <param name="Constant">Its value, if that is with the map.</param>
internal readonly record struct MapProperty(int Name, ulong Key, PropertyDetails Details, int Word, int ArrayIndex, ulong Constant);

/// <summary>What a map says about the properties of its objects.</summary>
/// <param name="IsDictionary">Whether they are in a dictionary of each object's own; the list is empty then.</param>
/// <param name="IsPrototype">Whether the object serves as a prototype.</param>
/// <param name="IsBaseConstructed">Whether the map's constructor is the one that was called.</param>
/// <param name="ElementsKind">V8's number for how elements are kept.</param>
/// <param name="Items">The properties, in V8's order.</param>
internal sealed record MapProperties(
    bool IsDictionary, bool IsPrototype, bool IsBaseConstructed, int ElementsKind, MapProperty[] Items)
{
    private const int PrototypeBit = 20;
    private const int DictionaryBit = 21;
    private const int DescriptorCountShift = 10;
    private const int DescriptorCountMask = 0x3ff;
    private const int ElementsKindShift = 2;
    private const int DescriptorBytes = 24;

    /// <param name="image">The heap.</param>
    /// <param name="layout">Where things are.</param>
    /// <param name="names">Gives keys their names.</param>
    /// <param name="map">The map.</param>
    /// <param name="descriptors">Its descriptors; 0 if what it points to are none.</param>
    public static MapProperties Read(HeapImage image, HeapLayout layout, PropertyNames names, ObjectMap map, uint descriptors)
    {
        var bits = image.Int32At(map.Slot, HeapLayout.MapBitField3);
        var more = image.ByteAt(map.Slot, HeapLayout.MapBitField2);
        var isDictionary = (bits >> DictionaryBit & 1) != 0;
        var count = isDictionary ? 0 : bits >> DescriptorCountShift & DescriptorCountMask;
        return new MapProperties(
            isDictionary, (bits >> PrototypeBit & 1) != 0, (more & 1) != 0, more >> ElementsKindShift,
            ReadItems(image, layout, names, map, descriptors, count));
    }

    private static MapProperty[] ReadItems(
        HeapImage image, HeapLayout layout, PropertyNames names, ObjectMap map, uint descriptors, int count)
    {
        var items = new List<MapProperty>(count);
        if (descriptors == 0) return [];
        var held = image.Int32At(descriptors, HeapLayout.Length) & 0xffff;
        var start = image.ByteAt(map.Slot, HeapLayout.MapInObjectStart);
        for (var i = 0; i < Math.Min(count, held); i++)
        {
            var at = layout.DescriptorsHeader + (i * DescriptorBytes);
            var key = image.WordAt(descriptors, at);
            if (names.Of(key) is not { } name) continue;
            var details = new PropertyDetails(image.SmallIntegerAt(descriptors, at + 8));
            var field = start + details.FieldIndex;
            var (word, index) = !details.IsField ? (-1, -1) : field < map.Words ? (field, -1) : (-1, field - map.Words);
            items.Add(new MapProperty(name, key, details, word, index, image.WordAt(descriptors, at + 16)));
        }

        return [.. items];
    }
}
