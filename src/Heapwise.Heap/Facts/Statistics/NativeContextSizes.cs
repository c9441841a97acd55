using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Statistics;

/// <summary>How much of the heap belongs to each native context (realm): the main one, <c>vm</c> contexts, frames.</summary>
public sealed record NativeContextSizes(IReadOnlyList<NativeContextSize> Contexts, long SharedBytes, long UnattributedBytes);

public sealed record NativeContextSize(NodeIndex Node, string Name, long AttributedBytes, long RetainedBytes, long ShallowBytes);
