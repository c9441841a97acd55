using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// One column of values outside the garbage-collected heap. It can be freed as soon as a phase is over, and a page that is never
/// written costs nothing, because the system provides zeroed pages on first access.
/// Owner: whoever created it; a finalizer frees a forgotten column. Threads may write to disjoint parts only.
/// </summary>
public sealed unsafe class NativeColumn<T> : IDisposable
    where T : unmanaged
{
    private readonly bool _owned = true;
    private T* _data;
    private NativePages.Block _block;

    /// <param name="length">Values to make room for.</param>
    /// <param name="zeroed">False if all values will be written before they are read; they may then hold anything at first.</param>
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

    /// <summary>Grows or shrinks. New values are zero if the column was created zeroed. A large column is remapped, not copied.</summary>
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
