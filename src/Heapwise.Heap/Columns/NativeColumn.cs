using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// One column of values outside the garbage-collected heap, so that it can be freed the moment a phase is over and so
/// that a page never written to costs nothing (the system hands out zeroed pages on first touch).
/// Owner: whoever created it; a finalizer frees what was forgotten. Not thread-safe beyond disjoint writes.
/// </summary>
public sealed unsafe class NativeColumn<T> : IDisposable
    where T : unmanaged
{
    private readonly bool _owned = true;
    private T* _data;
    private NativePages.Block _block;

    /// <param name="length">Values to make room for.</param>
    /// <param name="zeroed">False where all of them will be written before they are read: then they may hold anything at first.</param>
    public NativeColumn(long length, bool zeroed = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _block = NativePages.Allocate(checked((nuint)length * (nuint)sizeof(T)), zeroed);
        _data = (T*)_block.Address;
    }

    /// <summary>A view of memory that someone else owns and keeps alive.</summary>
    internal NativeColumn(T* data, long length)
    {
        _data = data;
        Length = length;
        _owned = false;
        GC.SuppressFinalize(this);
    }

    ~NativeColumn() => Free();

    public long Length { get; private set; }

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((ulong)index < (ulong)Length, "index within the column");
            return ref _data[index];
        }
    }

    /// <summary>The whole column; at most 2³¹ values.</summary>
    public Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_data, checked((int)Length));
    }

    internal T* Pointer => _data;

    public Span<T> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(start + length), (ulong)Length, nameof(length));
        return new Span<T>(_data + start, length);
    }

    /// <summary>Grows or shrinks; of a column made zeroed new values are zero. Cost of a large column: a remapping of pages, no copy.</summary>
    public void Resize(long length)
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        if (!_owned) throw new InvalidOperationException("A view cannot be resized.");
        _block = NativePages.Resize(_block, checked((nuint)length * (nuint)sizeof(T)));
        _data = (T*)_block.Address;
        Length = length;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_data != null && _owned) NativePages.Free(_block);
        _data = null;
        Length = 0;
    }
}
