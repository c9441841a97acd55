using System.Runtime.CompilerServices;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Objects;

/// <summary>An object's extent.</summary>
/// <param name="Bytes">Its size; 0 if it cannot be right.</param>
/// <param name="PointerWords">Words at its beginning, the map's included, that may be pointers.</param>
internal readonly record struct ObjectBody(long Bytes, int PointerWords);

/// <summary>Sizes of objects, from their maps and lengths.</summary>
internal sealed class ObjectBodies(HeapImage image, HeapLayout layout, ObjectMaps maps)
{
    private const int InstructionPointerWords = 3;
    private const int PropertyLengthMask = 0x3ff;

    /// <summary>The extent of an object. One whose size would not fit into its page has none.</summary>
    public ObjectBody Of(uint slot, ObjectMap map)
    {
        var body = map.Shape switch
        {
            BodyShape.Fields when map.Words > 0 => new ObjectBody(map.Words * 8L, PointerWordsOf(map)),
            BodyShape.String => StringBody(slot, map),
            BodyShape.Array when map.Words == 0 => Tagged(HeapLayout.Items, image.SmallIntegerAt(slot, HeapLayout.Length)),
            _ => Rare(slot, map),
        };
        if (body.Bytes > 0 && Fits(slot, body.Bytes)) return body;
        return map.Role == ObjectRole.Oddball ? new ObjectBody(8, 1) : default; // the hole may have no more than its map
    }

    /// <summary>From its length on, an array buffer has numbers and addresses, some of which are never set and may hold anything.</summary>
    private int PointerWordsOf(ObjectMap map) =>
        map.Role == ObjectRole.ArrayBuffer ? Math.Min(map.Words, layout.BufferLength / 8) : map.Words;

    private ObjectBody StringBody(uint slot, ObjectMap map)
    {
        if (map.Words > 0) return new ObjectBody(map.Words * 8L, StringShape.PointerWordsOf(map.Type));
        var length = (uint)image.Int32At(slot, HeapLayout.StringLength);
        var payload = StringShape.IsOneByte(map.Type) ? length : 2L * length;
        return new ObjectBody(Round(HeapLayout.StringPayload + payload), 1);
    }

    private ObjectBody Rare(uint slot, ObjectMap map)
    {
        var length = image.SmallIntegerAt(slot, HeapLayout.Length);
        return map.Shape switch
        {
            BodyShape.Opaque => new ObjectBody(Math.Max(1, map.Words) * 8L, 1),
            BodyShape.Bytes => new ObjectBody(Round(HeapLayout.Items + (long)length), 1),
            BodyShape.Doubles => new ObjectBody(HeapLayout.Items + (8L * length), 1),
            BodyShape.PropertyArray => Tagged(HeapLayout.Items, length & PropertyLengthMask),
            BodyShape.List when map.Words == 0 => Tagged(ListHeaderOf(map), length),
            BodyShape.BigInt => new ObjectBody(HeapLayout.Items + (8L * (image.Int32At(slot, 8) >>> 1)), 1),
            BodyShape.Descriptors => Tagged(layout.DescriptorsHeader, 3 * (image.Int32At(slot, 8) & 0xffff)),
            BodyShape.FeedbackVector => Tagged(layout.Version.FeedbackVectorHeader, image.Int32At(slot, 8)),
            BodyShape.Bytecode => new ObjectBody(Round(layout.BytecodeHeader + (long)length), layout.Version.BytecodePointers / 8),
            BodyShape.Instructions => new ObjectBody(ScanToNext(slot), InstructionPointerWords),
            BodyShape.ScannedOpaque => new ObjectBody(ScanToNext(slot), 1),
            BodyShape.Free => new ObjectBody(Math.Max(1, map.Words) * 8L, 1),
            _ when map.Words > 0 => new ObjectBody(map.Words * 8L, map.Words),
            _ => Scanned(slot),
        };
    }

    private int ListHeaderOf(ObjectMap map) =>
        layout.Types.NameOf(map.Type) == "ARRAY_LIST_TYPE" ? layout.Version.ArrayListHeader : HeapLayout.Items + 8;

    private ObjectBody Scanned(uint slot)
    {
        var bytes = ScanToNext(slot);
        return new ObjectBody(bytes, (int)(bytes / 8));
    }

    /// <summary>Bytes up to the next map's address, where the next object begins.</summary>
    private long ScanToNext(uint slot)
    {
        var end = HeapImage.EndOf(image.PageOf(slot));
        var next = slot + 2;
        while (next < end && maps.Find(image[next]) is null) next++;
        return (next - slot) * 8L;
    }

    private bool Fits(uint slot, long bytes) => slot + (bytes >> 3) <= HeapImage.EndOf(image.PageOf(slot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ObjectBody Tagged(int header, int count) =>
        count < 0 ? default : new ObjectBody(header + (8L * count), (header >> 3) + count);

    private static long Round(long bytes) => (bytes + 7) & ~7L;
}
