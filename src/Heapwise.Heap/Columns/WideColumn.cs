using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// Non-negative 64-bit values that nearly always fit 32 bits: 4 bytes each, the others in a dictionary.
/// </summary>
public sealed class WideColumn : IDisposable
{
    private readonly Dictionary<int, long> _large;

    internal WideColumn(NativeColumn<uint> low, Dictionary<int, long> large)
    {
        Low = low;
        _large = large;
    }

    public int Length => (int)Low.Length;

    /// <summary>The values, or <see cref="uint.MaxValue"/> where <see cref="Large"/> has the value.</summary>
    internal NativeColumn<uint> Low { get; }

    internal IReadOnlyDictionary<int, long> Large => _large;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Get(int index)
    {
        var low = Low.Span[index];
        return low != uint.MaxValue ? low : _large[index];
    }

    internal void Set(int index, long value)
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
