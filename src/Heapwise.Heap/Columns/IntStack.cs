namespace Heapwise.Heap.Columns;

/// <summary>A stack of node positions, for walks too deep for the call stack.</summary>
internal struct IntStack()
{
    private int[] _items = new int[256];

    public int Count { get; private set; }

    /// <summary>The last value pushed; the stack must not be empty.</summary>
    public readonly int Top => _items[Count - 1];

    public void Push(int value)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = value;
    }

    public bool TryPop(out int value)
    {
        if (Count == 0)
        {
            value = 0;
            return false;
        }

        value = _items[--Count];
        return true;
    }
}
