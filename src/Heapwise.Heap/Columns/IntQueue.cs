using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>
/// A first-in, first-out queue of node positions, in chunks that are reused: its memory depends on how many wait at once, not on
/// how many pass through.
/// </summary>
internal sealed class IntQueue
{
    private const int ChunkLength = 1 << 14;

    private readonly Queue<int[]> _full = new();
    private readonly Stack<int[]> _spare = new();
    private int[] _reading;
    private int[] _writing;
    private int _read;
    private int _written;

    public IntQueue() => _reading = _writing = new int[ChunkLength];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(int value)
    {
        if (_written == ChunkLength) StartChunk();
        _writing[_written++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDequeue(out int value)
    {
        if (_read == ChunkLength || ReferenceEquals(_reading, _writing))
        {
            if (!TryAdvance())
            {
                value = 0;
                return false;
            }
        }

        value = _reading[_read++];
        return true;
    }

    private void StartChunk()
    {
        if (!ReferenceEquals(_reading, _writing)) _full.Enqueue(_writing);
        if (!_spare.TryPop(out var fresh)) fresh = new int[ChunkLength];
        _writing = fresh;
        _written = 0;
    }

    private bool TryAdvance()
    {
        if (_read < (ReferenceEquals(_reading, _writing) ? _written : ChunkLength)) return true;
        if (ReferenceEquals(_reading, _writing)) return false;
        _spare.Push(_reading);
        _reading = _full.TryDequeue(out var next) ? next : _writing;
        _read = 0;
        return !ReferenceEquals(_reading, _writing) || _written > 0;
    }
}
