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
        var created = cluster.CreatedAt is [var made, ..] ? code.WithSource(made) : null;
        var fallback = created ?? code.WithSource(cluster.ClassesAt.Concat(name.Functions)
            .FirstOrDefault(position => CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application));
        if (name.Root is null || !name.IsOfProgram) return new LeakLocation(fallback ?? code.FindUseOf(name.Library), null);
        var declaration = code.FindDeclaration(name);
        var statement = FindIn(name, script => _statements.Find(cluster, script))
            ?? created
            ?? FindIn(name, script => code.FindLibraryCall(name, script))
            ?? declaration
            ?? fallback;
        return new LeakLocation(statement, statement != declaration ? declaration : null);
    }

    private CodeLocation? FindIn(HolderName name, Func<string, CodeLocation?> find) =>
        context.Code.ScriptsFor(name).Select(find).FirstOrDefault(found => found is not null);
}
