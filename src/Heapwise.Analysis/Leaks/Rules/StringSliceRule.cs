using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// Short pieces of long texts: <c>container → … → sliced string –parent→ text</c>, where the texts are most of what is left behind and
/// the pieces are a small part of them. Pieces that together make up most of their text (its lines, all of them) waste nothing.
/// </summary>
public sealed class StringSliceRule : ILeakRule
{
    private const long LeastTextBytes = 1_000;

    /// <summary>The share of the cluster that the texts must make up.</summary>
    private const double LeastShare = 0.5;

    /// <summary>The share of the texts that the pieces may make up.</summary>
    private const double MostUsed = 0.25;

    public string Pattern => "string-slice";

    public RuleAnswer Judge(LeakCluster cluster) =>
        cluster.Texts is { } kept && kept.TextBytes >= LeastTextBytes * kept.Texts && kept.TextBytes >= LeastShare * cluster.Bytes && kept.PieceBytes <= MostUsed * kept.TextBytes
            ? RuleAnswer.Yes
            : RuleAnswer.No;
}
