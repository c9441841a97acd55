using Heapwise.Guard.Readings;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Evidence;

/// <summary>Takes orders for evidence. The order is taken at once, the evidence later: the watch never waits for it.</summary>
public interface IEvidence
{
    /// <summary>Two snapshots, one after the other, for an alert.</summary>
    void OrderPair(TargetIdentity target, string alert, Trail trail);

    /// <summary>One snapshot of the healthy process. Orders after the first change nothing.</summary>
    void OrderBaseline(TargetIdentity target, Trail trail);
}
