using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// All patterns in order: the first that recognizes a cluster names it. A new pattern is one line here and one in the
/// visitor below.
/// </summary>
internal static class LeakPatterns
{
    public static IReadOnlyList<PatternRecognizer> Ordered { get; } =
    [
        new WebAssemblyRecognizer(),
        new NodeApiRecognizer(),
        new AsyncContextRecognizer(),
        new TimerRecognizer(),
        new StreamRecognizer(),
        new EventListenerRecognizer(),
        new PromiseRecognizer(),
        new StringSliceRecognizer(),
        new CompiledCodeRecognizer(),
        new DetachedDomRecognizer(),
        new ClosureRecognizer(),
        new WeakReferenceRecognizer(),
        new UnboundedCacheRecognizer(),
        new GrowingCollectionRecognizer(),
    ];

    /// <summary>Growth of the process that no object of the heap explains.</summary>
    public static IReadOnlyList<ProcessRecognizer> OfProcess { get; } =
    [
        new DescriptorsRecognizer(),
        new ExternalMemoryRecognizer(),
        new NativeMemoryRecognizer(),
    ];

    /// <summary>The pattern of a cluster: its own where it was found by a pattern, else the first that recognizes it.</summary>
    public static LeakPattern Recognize(LeakContext context, LeakCluster cluster) =>
        (cluster.Origin as PatternOrigin)?.Pattern
        ?? Ordered.Select(recognizer => recognizer.Recognize(context, cluster)).FirstOrDefault(pattern => pattern is not null)
        ?? new OtherPattern();
}

/// <summary>One method per pattern, so that whoever handles patterns handles all of them or does not compile.</summary>
public interface ILeakPatternVisitor<out T>
{
    T Visit(AsyncContextPattern pattern);

    T Visit(TimerPattern pattern);

    T Visit(StreamPattern pattern);

    T Visit(EventListenerPattern pattern);

    T Visit(PromisePattern pattern);

    T Visit(StringSlicePattern pattern);

    T Visit(CompiledCodePattern pattern);

    T Visit(DetachedDomPattern pattern);

    T Visit(ClosurePattern pattern);

    T Visit(WeakReferencePattern pattern);

    T Visit(UnboundedCachePattern pattern);

    T Visit(GrowingCollectionPattern pattern);

    T Visit(OtherPattern pattern);

    T Visit(DescriptorsPattern pattern);

    T Visit(ExternalMemoryPattern pattern);

    T Visit(NativeMemoryPattern pattern);

    T Visit(AllocationSitePattern pattern);
}
