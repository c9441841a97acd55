using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>An array, Set or linked list that only ever grows, or many small ones that grow inside one container.</summary>
/// <param name="Api">The part of Node's API that has it; null for a collection of the program's or a library's.</param>
public sealed record GrowingCollectionPattern(NodeApi? Api = null) : LeakPattern
{
    public override string Name => "growing-collection";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class GrowingCollectionRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster) => cluster.Kind switch
    {
        ContainerKind.Array or ContainerKind.Set or ContainerKind.LinkedList => new GrowingCollectionPattern(),
        ContainerKind.None => null,
        _ => cluster.Holder.IsSpread ? new GrowingCollectionPattern() : null,
    };
}
