using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Names holders that a snapshot leaves open: a variable of a block that is one of several, or a local variable of a call that has not
/// ended. The script shows which of them are numbers, and which one grows in the way that the holder does.
/// </summary>
internal sealed class UnnamedHolders(LeakContext context)
{
    private readonly GrowthStatements _statements = new(context);

    public LeakCluster Resolve(LeakCluster cluster)
    {
        if (cluster.Name is not { Kind: HolderKind.Unnamed, Scope.File: { } script, Functions: [var user, ..] } name) return cluster;
        var candidates = name.Scope.Block is { } block
            ? block.Without(variable => context.Code.IsInteger(script, variable, name.Functions)).Candidates
            : context.Code.FindVariables(user);
        if (name.Scope.Block is not null && candidates is [var only]) return Named(cluster, only);
        var grown = candidates.Select(variable => Named(cluster, variable)).Where(named => _statements.Find(named, script) is not null);
        return grown.Take(2).ToList() is [var found] ? found : cluster;
    }

    private static LeakCluster Named(LeakCluster cluster, string variable)
    {
        var name = cluster.Name with
        {
            Kind = HolderKind.Variable,
            Label = variable,
            Scope = cluster.Name.Scope with { Block = null },
        };
        return cluster with { Holder = cluster.Holder with { Name = name } };
    }
}
