using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Whether the program's own code, or a cache of a library, bounds what a cluster accumulates, beyond what the run has reached. A limit
/// that the holder has exceeded is none: the code that keeps it does not work.
/// </summary>
internal static class LeakBounds
{
    public static LeakBound? Find(LeakContext context, LeakCluster cluster) =>
        FindInProgram(context, cluster) ?? LruCaches.FindBound(context, cluster);

    private static LeakBound? FindInProgram(LeakContext context, LeakCluster cluster)
    {
        var name = cluster.Name;
        if (name.Root is null || !name.IsOfProgram || name.Listeners is not null || cluster.Holder.IsSpread) return null;
        if (cluster.Kind is ContainerKind.None or ContainerKind.Text) return null;
        var entries = cluster.Holder.Contents.Entries?.Count ?? SnapshotIds.CountContentEdges(context.Snapshot.Graph, cluster.Holder.Node);
        return context.Code.ScriptsFor(name)
            .Select(script => Find(context.Code, name, script, entries))
            .FirstOrDefault(bound => bound is not null);
    }

    /// <summary>The bound of what a statement fills, of which nothing more is known than the code.</summary>
    /// <param name="code">The program's code.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="most">A limit below this has been exceeded if the statement ran as often.</param>
    public static LeakBound? FindAt(ProgramCode code, CodeLocation statement, long most)
    {
        var running = statement.Generated ?? statement;
        if (code.Search(running.File) is not { } search) return null;
        var at = search.FindTokenFrom(running.Line, running.Column);
        var isMember = search.Tokens.IsName(at, "this") && search.Tokens.IsMember(at + 2);
        if (isMember) at += 2;
        if (!search.Tokens.IsName(at)) return null;
        return Find(code, running.File, search.FindBounds(search.Tokens[at].Text, isMember, []), most) is { } bound
            ? bound is LeakBound.Size size ? size with { Entries = null } : bound
            : null;
    }

    private static LeakBound? Find(ProgramCode code, HolderName name, string script, long entries)
    {
        if (code.Search(script) is not { } search) return null;
        var (root, isMember, members) = ProgramCode.WrittenAs(name); // asked for names only
        return Find(code, script, search.FindBounds(root, isMember, members), entries);
    }

    private static LeakBound? Find(ProgramCode code, string script, IEnumerable<CodeBound> found, long entries)
    {
        // A limit that is known to be exceeded says that the others do not hold either.
        var bounds = found.ToList();
        if (bounds.Exists(bound => bound.Limit < entries)) return null;
        var best = bounds.Find(bound => bound.Limit is not null) ?? bounds.FirstOrDefault();
        if (best is null || code.Search(script) is not { } search) return null;
        var at = code.LocationOf(script, search, best.At);
        return best.IsByAge ? new LeakBound.Age(at) : new LeakBound.Size(at, best.Limit, entries);
    }
}
