using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Takes a cluster to the code. With the script's text it is the statement that makes the named holder grow, else where the
/// leaked functions were made, else a call to the library that holds it, else the holder's declaration. Without the text it
/// is where leaked functions were made, where the class of leaked objects is defined, or a function that sees the holder. A
/// pattern may know better.
/// </summary>
internal sealed class LeakLocator(LeakContext context)
{
    private readonly GrowthStatements _statements = new(context);

    public LeakLocation Locate(LeakCluster cluster, LeakPattern pattern) =>
        LeakPatterns.Ordered
            .Select(recognizer => recognizer.FindLocation(context, cluster, pattern))
            .FirstOrDefault(found => found is not null)
        ?? Locate(cluster);

    private LeakLocation Locate(LeakCluster cluster)
    {
        var code = context.Code;
        var name = cluster.Name;
        var libraries = ClusterLibraries.Find(context.Snapshot, cluster);
        var created = FindCreated(cluster, libraries);
        var seen = code.WithSource(cluster.ClassesAt.Concat(name.Functions)
            .FirstOrDefault(position => CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application));
        if (name is { Kind: HolderKind.Unnamed, Functions: [var user, ..] })
        {
            var declares = name.Scope.Block is null ? null : code.FindFunctionAround(user);
            return new LeakLocation(created ?? declares ?? code.WithSource(user), null) { Basis = BasisOf(created) };
        }

        if (name.Root is null || !name.IsOfProgram)
        {
            if (created is not null) return new LeakLocation(created, null) { Basis = LocationBasis.Likely };
            var use = context.Libraries.FindUseOf(libraries);
            var called = use is { IsSetup: false } ? use.Location : null;
            return new LeakLocation(called ?? seen ?? use?.Location, null) { Basis = BasisOf(called) };
        }

        var declaration = code.FindDeclaration(name);
        if (FindIn(name, script => _statements.Find(cluster, script)) is { } statement) return With(statement, declaration);
        var likely = created
            ?? (name.Library is null or "node" ? null : FindIn(name, script => context.Libraries.FindCall(name, script)))
            ?? FindUse(libraries, declaration);
        return With(likely ?? declaration ?? seen, declaration) with { Basis = BasisOf(likely) };
    }

    private static LeakLocation With(CodeLocation? statement, CodeLocation? declaration) =>
        new(statement, statement != declaration ? declaration : null);

    private static LocationBasis BasisOf(CodeLocation? likely) => likely is null ? LocationBasis.Nearest : LocationBasis.Likely;

    /// <summary>Where leaked functions were made: the call that takes them, where that is one of a library that keeps them.</summary>
    private CodeLocation? FindCreated(LeakCluster cluster, IReadOnlyList<string> libraries) => cluster.CreatedAt is [var made, ..]
        ? context.Libraries.FindTakerOf(made, libraries) ?? context.Code.WithSource(made)
        : null;

    /// <summary>A call that runs once says no more than the declaration.</summary>
    private CodeLocation? FindUse(IReadOnlyList<string> libraries, CodeLocation? declaration) =>
        context.Libraries.FindUseOf(libraries) is { } use && (!use.IsSetup || declaration is null) ? use.Location : null;

    private CodeLocation? FindIn(HolderName name, Func<string, CodeLocation?> find) =>
        context.Code.ScriptsFor(name).Select(find).FirstOrDefault(found => found is not null);
}
