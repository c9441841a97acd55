using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap;

/// <summary>Options of <see cref="HeapSnapshot.Open"/>.</summary>
public sealed record HeapOpenOptions
{
    public static HeapOpenOptions Default { get; } = new();

    /// <summary>Compute dominators, distances and classes while opening, with progress, instead of at first use.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>Answer from the index in the cache folder if there is one; otherwise write a digest there for the next time.</summary>
    public bool UseIndex { get; init; }

    /// <summary>
    /// Keep <see cref="HeapGraph.Traces"/> if the file was written with allocation tracking. An index does not hold them, so none
    /// is used.
    /// </summary>
    public bool KeepTraces { get; init; }

    /// <summary>Bytes to read at a time; tests make it small so that every token is cut somewhere.</summary>
    internal int BlockBytes { get; init; } = ByteWindow.StandardBlockBytes;
}
