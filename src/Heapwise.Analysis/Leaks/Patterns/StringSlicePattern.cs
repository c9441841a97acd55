using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Short pieces of long strings: <c>container → … → sliced string –parent→ string</c>, where the long strings are most of
/// what leaks and the pieces a small part of them. Pieces that together make up most of their string (its lines, all of
/// them) waste nothing.
/// </summary>
/// <param name="Kept">The long strings and their pieces.</param>
public sealed record StringSlicePattern(KeptStrings Kept) : LeakPattern
{
    public override string Name => "string-slice";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class StringSliceRecognizer : PatternRecognizer
{
    private const long MinStringBytes = 1_000;

    /// <summary>The share of the cluster that the long strings must make up.</summary>
    private const double MinShare = 0.5;

    /// <summary>The share of the long strings that the pieces may make up.</summary>
    private const double MaxUsedShare = 0.25;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster) =>
        cluster.Seed?.Tally.FindKeptStrings() is { } kept && IsWaste(kept, cluster.Bytes) ? new StringSlicePattern(kept) : null;

    private static bool IsWaste(KeptStrings kept, long clusterBytes) =>
        kept.StringBytes >= MinStringBytes * kept.Strings
        && kept.StringBytes >= MinShare * clusterBytes
        && kept.PieceBytes <= MaxUsedShare * kept.StringBytes;
}
