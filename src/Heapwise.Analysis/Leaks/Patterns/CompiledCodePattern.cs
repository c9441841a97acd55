using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Entries each of which has code of its own (a script that was compiled for it) or a context of its own, and modules
/// loaded under ever new names.
/// </summary>
public abstract record CompiledCodePattern : LeakPattern
{
    private CompiledCodePattern()
    {
    }

    public override string Name => "compiled-code";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);

    /// <summary>The caches of Node's module loaders grow.</summary>
    /// <param name="IsImport">True for <c>import()</c>, false for <c>require()</c>.</param>
    public sealed record ModuleCache(bool IsImport) : CompiledCodePattern;

    /// <summary>Entries of a container keep code that was compiled for them.</summary>
    /// <param name="Code">The code.</param>
    public sealed record PerEntry(CompiledCode Code) : CompiledCodePattern;
}

internal sealed class CompiledCodeRecognizer : PatternRecognizer
{
    /// <summary>Scripts or contexts for each entry.</summary>
    private const double MinShare = 0.5;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Seed?.Tally.FindCode(cluster.Seed.Container) is not { } code || cluster.Entry is not { Count: > 0 } entry) return null;
        return Math.Max(code.Scripts, code.Contexts) >= MinShare * entry.Count ? new CompiledCodePattern.PerEntry(code) : null;
    }

    public override IReadOnlyList<LeakCluster> Join(LeakContext context, IReadOnlyList<LeakCluster> clusters) =>
        ModuleCaches.Join(clusters, context.Intervals);

    /// <summary>Modules are loaded where the program makes up the name of one.</summary>
    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern) =>
        pattern is CompiledCodePattern.ModuleCache ? new LeakLocation(context.Code.FindComputedLoad(), null) : null;
}
