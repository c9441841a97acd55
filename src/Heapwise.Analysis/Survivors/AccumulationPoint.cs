using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>Where survivors accumulate: an object alive since the first snapshot, with the related survivors at or below it.</summary>
/// <param name="At">The object.</param>
/// <param name="Units">The units of survivors.</param>
/// <param name="IsSpread">
/// True where most survivors are held by many older objects below the point (an array for each user in a Map) rather than by the point.
/// </param>
internal sealed record AccumulationPoint(NodeIndex At, IReadOnlyList<int> Units, bool IsSpread);
