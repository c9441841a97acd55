namespace Heapwise.Heap.Format;

/// <summary>A sink whose columns can grow. They only grow while nothing is being decoded.</summary>
internal interface IGrowingSink : INumberSink
{
    bool HasRoomFor(long numbers);

    /// <summary>Makes room for at least this many numbers.</summary>
    /// <returns>Null, or a message if this is more than a snapshot can hold.</returns>
    string? Grow(long numbers);
}
