namespace Heapwise.Outside.Objects;

/// <summary>
/// What V8 keeps with a property: its kind, and where its value is. The same bits in every version that has the metadata.
/// </summary>
internal readonly record struct PropertyDetails(int Bits)
{
    private const int LocationBit = 1 << 5;
    private const int RepresentationShift = 6;
    private const int RepresentationMask = 7;
    private const int IndexShift = 19;
    private const int IndexMask = 0x3ff;
    private const int SmallInteger = 1;
    private const int Double = 2;

    public bool IsAccessor => (Bits & 1) != 0;

    /// <summary>Whether the value is in the object, and not with its map.</summary>
    public bool IsField => (Bits & LocationBit) == 0;

    /// <summary>The number of the field among the object's.</summary>
    public int FieldIndex => (Bits >> IndexShift) & IndexMask;

    /// <summary>Whether the field holds numbers only.</summary>
    public bool IsNumber => ((Bits >> RepresentationShift) & RepresentationMask) is SmallInteger or Double;
}
