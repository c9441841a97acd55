using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Survivors of one class in one cluster.</summary>
/// <param name="Name">The class as the summary names it.</param>
/// <param name="Born">Survivors by interval.</param>
/// <param name="Bytes">Their shallow bytes.</param>
/// <param name="Example">The one nearest to the root.</param>
internal sealed record SurvivorClass(string Name, IReadOnlyList<long> Born, long Bytes, NodeIndex Example)
{
    public long Count { get; } = Born.Sum();

    /// <summary>
    /// The steadiness of what is put in, or of all survivors: the same code leaves more or fewer small objects (strings, numbers) once V8
    /// has optimized it.
    /// </summary>
    public Steadiness SteadinessIn(SnapshotIntervals intervals, IReadOnlyList<long> all)
    {
        var (own, whole) = (intervals.SteadinessOf(Born), intervals.SteadinessOf(all));
        return own.Evenness >= whole.Evenness ? own : whole;
    }
}
