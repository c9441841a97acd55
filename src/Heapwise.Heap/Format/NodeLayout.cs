namespace Heapwise.Heap.Format;

/// <summary>The position of each field in a node's record (-1 where the file has none), and what the file's type numbers mean.</summary>
internal sealed record NodeLayout(
    int Stride,
    int Type,
    int Name,
    int Id,
    int SelfSize,
    int EdgeCount,
    int Detachedness,
    int TraceNode,
    byte[] TypeMap);
