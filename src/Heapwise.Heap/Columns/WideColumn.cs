using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>Non-negative 64-bit values of which nearly all fit into 32 bits: 4 bytes each, and a dictionary for the rest.</summary>
internal sealed class WideColumn : IDisposable
{
    private readonly Dictionary<int, long> _large;

    public WideColumn(NativeColumn<uint> low, Dictionary<int, long> large)
    {
        Low = low;
        _large = large;
    }

    public int Length => (int)Low.Length;

    /// <summary>The values, or <see cref="uint.MaxValue"/> where <see cref="Large"/> has the value.</summary>
    public NativeColumn<uint> Low { get; }

    public IReadOnlyDictionary<int, long> Large => _large;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Get(int index)
    {
        var low = Low.Span[index];
        return low != uint.MaxValue ? low : _large[index];
    }

    public void Set(int index, long value)
    {
        if (value < uint.MaxValue)
        {
            if (Low[index] == uint.MaxValue) _large.Remove(index);
            Low[index] = (uint)value;
            return;
        }

        Low[index] = uint.MaxValue;
        _large[index] = value;
    }

    public void Dispose() => Low.Dispose();
}
