using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>How a cluster grew.</summary>
/// <param name="Born">Survivors by interval; zeros where growth leaves no objects.</param>
/// <param name="Steadiness">Of what is put in or of all survivors: the better of the two.</param>
internal abstract record ClusterGrowth(IReadOnlyList<long> Born, Steadiness Steadiness)
{
    /// <summary>By objects that can be counted.</summary>
    /// <param name="Entry">The class of what is put into the holder, and one of its survivors.</param>
    public sealed record Objects(SurvivorClass Entry, IReadOnlyList<long> Born, Steadiness Steadiness)
        : ClusterGrowth(Born, Steadiness);

    /// <summary>By what the holder retained more after each interval: numbers, text, a buffer.</summary>
    public sealed record RetainedBytes(IReadOnlyList<long> Grown, IReadOnlyList<long> Born, Steadiness Steadiness)
        : ClusterGrowth(Born, Steadiness);
}
