using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// Functions kept in a container that are small themselves and large by what they capture: <c>Array –[N]→ closure –context→ Context
/// –VAR→ large value</c>, each with a scope of its own. Functions that capture little are entries like others, and left to the rules of containers, as are functions of libraries.
/// </summary>
public sealed class ClosureRule : ILeakRule
{
    /// <summary>The share of an entry's bytes that the captured variables must make up.</summary>
    private const double LeastShare = 0.5;

    private const long LeastBytes = 1_000;

    public string Pattern => "closure";

    public RuleAnswer Judge(LeakCluster cluster)
    {
        if (cluster.Kind is CollectionKind.None or CollectionKind.Text || cluster.Entry is not { Count: > 0 } entry || cluster.Function is not { } function || IsForeign(function)) return RuleAnswer.No;
        var bytes = function.CapturedBytes;
        return bytes >= LeastBytes && bytes >= LeastShare * cluster.Bytes / entry.Count ? RuleAnswer.Yes : RuleAnswer.No;
    }

    /// <summary>What a library's function captures, the program cannot change.</summary>
    private static bool IsForeign(LeakedFunction function) => function.Place is { } place && CodeOrigin.OwnerOf(place.Path) != CodeOwner.Application;
}
