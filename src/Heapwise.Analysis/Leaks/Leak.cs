using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// One leak as facts: what grows, who holds it, at what rate, how sure that is, and where in the program. It has no words; a report
/// is made from it at the end, in a language.
/// </summary>
public sealed record Leak
{
    /// <summary>The same for the same leak in another run or another version of the program: see <see cref="Leaks.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    public required LeakPattern Pattern { get; init; }

    public required LeakHolder Holder { get; init; }

    public required LeakGrowth Growth { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>What the confidence is based on.</summary>
    public required LeakEvidence Evidence { get; init; }

    /// <summary>What may end the growth, as the program's code says; null where it says nothing.</summary>
    public LeakBound? Bound { get; init; }

    /// <summary>True where the program looks entries of the holder up by their keys, as those of a cache.</summary>
    public required bool IsLookedUp { get; init; }

    /// <summary>From the root to one of the leaked objects; empty where no object of the heap leaks.</summary>
    public required IReadOnlyList<LeakPathStep> Path { get; init; }

    public required LeakLocation Location { get; init; }

    /// <summary>Other holders of the program that the same calls add to; what is in them is counted in the growth.</summary>
    public IReadOnlyList<FilledHolder> AlsoFilled { get; init; } = [];

    /// <summary>Other objects whose growth is counted in this leak: one of them may have been the holder in fewer rounds.</summary>
    public required IReadOnlyList<NodeId> JoinedHolders { get; init; }

    /// <summary>The function that leaks, where what accumulates is functions or listeners.</summary>
    public required LeakFunction? Function { get; init; }

    /// <summary>Memory outside the heap that leaks because small views of it do; null where that is no part of the leak.</summary>
    public KeptBuffers? Buffers { get; init; }
}
