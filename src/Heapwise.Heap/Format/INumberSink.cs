namespace Heapwise.Heap.Format;

/// <summary>Takes the numbers of one section, in batches of whole records. Called by several threads at once for different batches.</summary>
internal interface INumberSink
{
    /// <summary>Numbers a record.</summary>
    int Stride { get; }

    /// <exception cref="ValueFaultException">A value is out of its range.</exception>
    void Accept(ReadOnlySpan<ulong> values, long firstNumber);
}
