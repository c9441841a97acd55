using System.Security.Cryptography;
using System.Text;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Identifies a leak across runs and versions of a program: a hash of names, never of ids, lines or numbers. People store
/// fingerprints in ignore lists, so what is hashed must not change.
/// </summary>
internal static class Fingerprint
{
    private const int Length = 12;

    /// <summary>A holder without a name is known by the kinds of edges on its path.</summary>
    public static string OfCluster(HeapGraph graph, LeakCluster cluster, LeakPattern pattern)
    {
        var name = cluster.Name;
        var file = name.Scope.File is { } path ? CodeOrigin.FileNameOf(path) : null;
        return Hash(pattern, name.Kind == HolderKind.None
            ? DescribePath(graph, cluster.Path)
            : string.Join('|', name.Kind, name.FullName, name.Scope.ClassName, name.Listeners?.Event, file));
    }

    /// <summary>A leak of the process, by what the descriptors are: a file counts by its name alone.</summary>
    public static string OfProcess(LeakPattern pattern, string? kind) =>
        Hash(pattern, kind is ['/', ..] ? CodeOrigin.FileNameOf(kind) : kind ?? "");

    /// <summary>A leak of which only the allocating function is known.</summary>
    public static string OfAllocation(LeakPattern pattern, LeakHolder.Unseen holder) =>
        Hash(pattern, $"{holder.Function}|{CodeOrigin.FileNameOf(holder.File)}");

    private static string DescribePath(HeapGraph graph, RootPath path)
    {
        var edges = path.Hops.Select(hop => hop.Edge).OfType<EdgeIndex>();
        return string.Join('/', edges.Select(edge => EdgeNames.Generalize(graph, edge)));
    }

    private static string Hash(LeakPattern pattern, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pattern.Name + "|" + text)))[..Length];
}
