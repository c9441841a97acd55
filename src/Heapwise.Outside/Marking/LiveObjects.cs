using System.Numerics;
using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;

namespace Heapwise.Outside.Marking;

/// <summary>
/// The slots of objects that are live, and their numbers: an object's is that of live objects before it. One bit a slot, and half a
/// bit to count, so the numbers of 7 million objects in 355 MB take 8 MB.
/// </summary>
internal sealed class LiveObjects(uint slotCount) : IDisposable
{
    private readonly NativeColumn<ulong> _bits = new((slotCount >> 6) + 1);
    private readonly NativeColumn<int> _before = new((slotCount >> 6) + 1);

    /// <summary>Live objects, once <see cref="Number"/> was called.</summary>
    public int Count { get; private set; }

    public bool this[uint slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits[slot >> 6] >> (int)(slot & 63) & 1) != 0;
    }

    /// <summary>Adds an object; false if it is in already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(uint slot)
    {
        ref var word = ref _bits[slot >> 6];
        var bit = 1UL << (int)(slot & 63);
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }

    /// <summary>Numbers the objects. None is to be added any more.</summary>
    public void Number()
    {
        Count = 0;
        for (long i = 0; i < _bits.Length; i++)
        {
            _before[i] = Count;
            Count += BitOperations.PopCount(_bits[i]);
        }
    }

    /// <summary>The number of a live object, from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NumberOf(uint slot) =>
        _before[slot >> 6] + BitOperations.PopCount(_bits[slot >> 6] & ((1UL << (int)(slot & 63)) - 1));

    /// <summary>All live objects, in the order of their numbers.</summary>
    public IEnumerable<uint> Slots()
    {
        for (long i = 0; i < _bits.Length; i++)
        {
            for (var word = _bits[i]; word != 0; word &= word - 1) yield return (uint)((i << 6) + BitOperations.TrailingZeroCount(word));
        }
    }

    public void Dispose()
    {
        _bits.Dispose();
        _before.Dispose();
    }
}
