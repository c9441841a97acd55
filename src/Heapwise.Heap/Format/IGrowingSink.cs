namespace Heapwise.Heap.Format;

/// <summary>A sink whose columns can grow. Growing happens while nothing is being decoded.</summary>
internal interface IGrowingSink : INumberSink
{
    bool HasRoomFor(long numbers);

    /// <summary>Makes room for at least so many numbers; a sentence if that is more than a snapshot can hold.</summary>
    string? Grow(long numbers);
}
