using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>What stays alive because the scopes of functions keep it.</summary>
public abstract record ClosurePattern : LeakPattern
{
    private ClosurePattern()
    {
    }

    public override string Name => "closure";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);

    /// <summary>
    /// Functions kept in a container that are small themselves and large through what they capture: <c>Array –[N]→ closure –context→
    /// Context –VAR→ large value</c>, each with a scope of its own. What they capture is in <see cref="Leak.Function"/>.
    /// </summary>
    public sealed record Functions : ClosurePattern;

    /// <summary>Objects or functions of which each keeps the one before it through the scope of a function.</summary>
    /// <param name="Variable">The variable that leads to the one before.</param>
    /// <param name="Function">The function whose scope it is in; null where it has no name.</param>
    public sealed record Chain(string Variable, string? Function) : ClosurePattern;
}

/// <summary>
/// Functions that capture little are entries like others and left to the patterns of containers, as are functions of
/// libraries.
/// </summary>
internal sealed class ClosureRecognizer : PatternRecognizer
{
    /// <summary>The share of an entry's bytes that the captured variables must make up.</summary>
    private const double MinShare = 0.5;

    private const long MinBytes = 1_000;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Holder.Chain is { } chain) return new ClosurePattern.Chain(chain.Variable, FindName(context, chain));
        return KeepsMuch(cluster) ? new ClosurePattern.Functions() : null;
    }

    /// <summary>The function whose scope keeps the link before makes the chain; to assign the newest link is no mistake.</summary>
    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern)
    {
        if (pattern is not ClosurePattern.Chain || cluster.Holder.Chain is not { } chain) return null;
        if (context.Snapshot.PositionOf(chain.Function) is not { } made) return null;
        if (CodeOrigin.OwnerOf(made.Path) != CodeOwner.Application) return null;
        var name = cluster.Name;
        var declaration = name.Root is not null && name.IsOfProgram ? context.Code.FindDeclaration(name) : null;
        return new LeakLocation(context.Code.WithSource(made), declaration);
    }

    /// <summary>True for a container of functions most of whose memory is what they capture.</summary>
    public static bool KeepsMuch(LeakCluster cluster)
    {
        if (cluster.Kind is ContainerKind.None or ContainerKind.Text) return false;
        if (cluster.Entry is not { Count: > 0 } entry || cluster.Function is not { } function || IsForeign(function)) return false;
        var bytes = function.CapturedBytes;
        return bytes >= MinBytes && bytes >= MinShare * cluster.Bytes / entry.Count;
    }

    private static string? FindName(LeakContext context, ScopeChain chain) =>
        context.Snapshot.Graph.NameOf(chain.Function) is { Length: > 0 } name ? name : null;

    /// <summary>What a library's function captures, the program cannot change.</summary>
    private static bool IsForeign(LeakedFunction function) =>
        function.MadeAt is { } made && CodeOrigin.OwnerOf(made.Path) != CodeOwner.Application;
}
