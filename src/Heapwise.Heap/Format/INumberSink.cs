namespace Heapwise.Heap.Format;

/// <summary>Receives the numbers of one section in batches of whole records. Several threads may call it at once.</summary>
internal interface INumberSink
{
    /// <summary>Numbers per record.</summary>
    int Stride { get; }

    /// <exception cref="ValueFaultException">A value is out of its range.</exception>
    void Accept(ReadOnlySpan<ulong> values, long firstNumber);
}
