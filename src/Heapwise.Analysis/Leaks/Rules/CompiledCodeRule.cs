using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Entries each of which has code of its own (a script that was compiled for it) or a context of its own, and modules loaded under ever new names.</summary>
public sealed class CompiledCodeRule : ILeakRule
{
    /// <summary>Scripts or contexts for each entry.</summary>
    private const double LeastShare = 0.5;

    public string Pattern => "compiled-code";

    public RuleAnswer Judge(LeakCluster cluster)
    {
        if (cluster.IsModuleCache) return RuleAnswer.Yes;
        return cluster is { Code: { } code, Entry: { Count: > 0 } entry } && Math.Max(code.Scripts, code.Contexts) >= LeastShare * entry.Count ? RuleAnswer.Yes : RuleAnswer.No;
    }
}
