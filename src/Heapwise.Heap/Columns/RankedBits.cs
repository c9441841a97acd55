using System.Numerics;
using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// A set of nodes that also counts the members before a node, so that values of few nodes can be stored without gaps. 1.5 bits
/// per node.
/// </summary>
internal sealed class RankedBits
{
    private readonly NodeBits _bits;
    private readonly int[] _before;

    /// <param name="bits">The set; must not change any more.</param>
    public RankedBits(NodeBits bits)
    {
        _bits = bits;
        var words = bits.Words;
        _before = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            _before[i] = Count;
            Count += BitOperations.PopCount(words[i]);
        }
    }

    internal ReadOnlySpan<ulong> Words => _bits.Words;

    /// <summary>Members of the set.</summary>
    public int Count { get; }

    public bool this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits[node];
    }

    /// <summary>The number of members before a node, which for a member is its position among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RankOf(int node) => _before[node >> 6] + BitOperations.PopCount(_bits.Words[node >> 6] & ((1UL << (node & 63)) - 1));
}
