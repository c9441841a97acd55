using Heapwise.Guard.Readings;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Evidence;

/// <summary>What is to be taken, and how it looked when it was ordered.</summary>
/// <param name="Target">The process.</param>
/// <param name="Alert">What for; empty for a baseline.</param>
/// <param name="Trail">Its readings. After a capture that leaves memory behind, they begin anew.</param>
/// <param name="HeapBytes">Pages of the heap; 0 where they are not known.</param>
/// <param name="TimeLeft">Until the heap is full; null where it does not grow.</param>
internal sealed record EvidenceOrder(TargetIdentity Target, string Alert, Trail Trail, double HeapBytes, TimeSpan? TimeLeft)
{
    public bool IsBaseline => Alert.Length == 0;

    public static EvidenceOrder Of(TargetIdentity target, string alert, Trail trail) => new(
        target,
        alert,
        trail,
        trail.Latest?.Find(Figure.HeapCommitted) ?? trail.Latest?.Find(Figure.HeapUsed) ?? 0,
        trail.Latest?.FindHeap() is { } heap ? Readings.Trail.FindTimeLeft(trail.Heap, heap.Limit) : null);
}
