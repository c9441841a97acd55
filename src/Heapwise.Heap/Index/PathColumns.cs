using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Index;

/// <summary>The best path to every node, as an analysis found it, stored with a snapshot's index.</summary>
/// <param name="Rules">Identifies the rules that the paths were found by; other rules may find other paths.</param>
/// <param name="Edges">The last edge of each node's path; -1 if it has no path.</param>
/// <param name="Costs">The cost of each node's path.</param>
public sealed record PathColumns(Guid Rules, NativeColumn<int> Edges, NativeColumn<int> Costs);
