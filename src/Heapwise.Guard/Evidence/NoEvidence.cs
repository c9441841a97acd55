using Heapwise.Guard.Readings;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Evidence;

/// <summary>For a dry run, and for a single look: says what would be taken.</summary>
/// <param name="say">Hears it.</param>
public sealed class NoEvidence(Action<string> say) : IEvidence
{
    public void OrderPair(TargetIdentity target, string alert, Trail trail) => say($"{target}: two snapshots would be taken now");

    public void OrderBaseline(TargetIdentity target, Trail trail)
    {
    }
}
