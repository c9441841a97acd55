namespace Heapwise.Heap.Format;

/// <summary>A number that is not valid at its position; the reader adds file, section and byte.</summary>
internal sealed class ValueFaultException(long number, string problem) : Exception(problem)
{
    /// <summary>Position of the number in its section, from 0.</summary>
    public long Number { get; } = number;
}
