using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Index;

/// <summary>The best path to every node as an analysis found it, to be kept with a snapshot's index.</summary>
/// <param name="Rules">What the paths were found by: other rules, other paths.</param>
/// <param name="Edges">The last edge of each node's path, -1 without one.</param>
/// <param name="Costs">What each node's path costs.</param>
public sealed record PathColumns(Guid Rules, NativeColumn<int> Edges, NativeColumn<int> Costs);
