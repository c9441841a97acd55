namespace Heapwise.Heap.Graph;

/// <summary>One edge in 8 bytes, so that a node's edges occupy as few cache lines as possible.</summary>
/// <param name="Packed">Type in the upper 3 bits, name or number in the lower 29.</param>
/// <param name="Target">Position of the node that it leads to.</param>
internal readonly record struct PackedEdge(uint Packed, int Target)
{
    /// <summary>Names and numbers from this one on are in <see cref="GraphColumns.LargeEdgeNames"/>.</summary>
    public const uint LargeName = (1u << NameBits) - 1;

    private const int NameBits = 29;

    public EdgeType Type => (EdgeType)(Packed >> NameBits);

    public uint NameOrNumber => Packed & LargeName;

    public bool IsWeak => Packed >> NameBits == (uint)EdgeType.Weak;

    /// <summary>Whether the name is a string index.</summary>
    public bool HasStringName => Type is not (EdgeType.Element or EdgeType.Hidden);

    public static uint Pack(EdgeType type, uint nameOrNumber) => ((uint)type << NameBits) | nameOrNumber;
}
