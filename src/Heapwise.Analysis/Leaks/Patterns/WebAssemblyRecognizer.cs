using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Memory of WebAssembly is located where the program calls what allocates in it.</summary>
internal sealed class WebAssemblyRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster) =>
        cluster.Origin is WebAssemblyOrigin ? new ExternalMemoryPattern(IsWebAssembly: true) : null;

    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern)
    {
        if (cluster.Origin is not WebAssemblyOrigin) return null;
        var name = cluster.Name;
        var isOfProgram = name is { Root: not null, IsOfProgram: true };
        var use = context.Libraries.FindUseOf(ClusterLibraries.Find(context.Snapshot, cluster));
        var call = use is { IsSetup: false } ? use.Location : isOfProgram ? FindCall(context, name) : null;
        return call is null ? null : new LeakLocation(call, isOfProgram ? context.Code.FindDeclaration(name) : null);
    }

    private static CodeLocation? FindCall(LeakContext context, HolderName name) => context.Code.ScriptsFor(name)
        .Select(script => context.Libraries.FindCall(name, script))
        .FirstOrDefault(call => call is not null);
}
