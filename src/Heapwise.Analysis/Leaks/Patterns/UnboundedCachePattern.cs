using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// A container with keys (a Map, an object used as a table) that gets new entries and loses none, or many of those inside
/// one container.
/// </summary>
public sealed record UnboundedCachePattern : LeakPattern
{
    public override string Name => "unbounded-cache";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class UnboundedCacheRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        var kind = cluster.Holder.IsSpread ? cluster.Holder.Contents.Inner : cluster.Kind;
        return kind is ContainerKind.Map or ContainerKind.KeyedObject or ContainerKind.IndexedObject ? new UnboundedCachePattern() : null;
    }
}
