using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>One bit per node: small enough to stay in the processor's cache under random access, unlike a byte per node.</summary>
internal readonly struct NodeBits
{
    private readonly ulong[] _words;

    public NodeBits(int count) => _words = new ulong[(count >> 6) + 1];

    /// <param name="words">Bit i of word j stands for node 64 j + i.</param>
    internal NodeBits(ulong[] words) => _words = words;

    internal ulong[] Words => _words;

    public bool this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_words[node >> 6] >> (node & 63) & 1) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int node) => _words[node >> 6] |= 1UL << (node & 63);

    public void Clear(int node) => _words[node >> 6] &= ~(1UL << (node & 63));

    public NodeBits Copy() => new([.. _words]);

    /// <summary>Sets the bit; false if it was already set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int node)
    {
        ref var word = ref _words[node >> 6];
        var bit = 1UL << (node & 63);
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }
}
