using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// What is kept of a snapshot so that one of another process can be compared with it by structure: how many objects are in each group, and
/// how large they are. About 100 bytes a group.
/// </summary>
public sealed class StructureCensus
{
    private readonly IReadOnlyDictionary<ulong, GroupSize> _groups;
    private readonly IReadOnlyDictionary<ulong, int> _kindCounts;

    internal StructureCensus(
        string source,
        long heapBytes,
        IReadOnlyDictionary<ulong, GroupSize> groups,
        IReadOnlyDictionary<ulong, int> kindCounts,
        IReadOnlyDictionary<string, long> classNames)
    {
        Source = source;
        HeapBytes = heapBytes;
        _groups = groups;
        _kindCounts = kindCounts;
        ClassNames = classNames;
    }

    public string Source { get; }

    /// <summary>The size of V8's heap.</summary>
    public long HeapBytes { get; }

    /// <summary>Objects by the name of their class, all plain objects together.</summary>
    internal IReadOnlyDictionary<string, long> ClassNames { get; }

    /// <summary>Time: the best paths and a few passes over the nodes. Memory: 52 bytes a node, freed on return.</summary>
    public static StructureCensus From(HeapSnapshot snapshot, CancellationToken cancellation = default)
    {
        using var paths = RootPaths.ComputeByNames(snapshot, cancellation);
        using var groups = StructureGroups.Find(paths, cancellation);
        return groups.ToCensus();
    }

    /// <summary>Zeros where the snapshot has no such group.</summary>
    internal GroupSize Find(ulong key) => _groups.GetValueOrDefault(key);

    internal int CountOfKind(ulong kind) => _kindCounts.GetValueOrDefault(kind);
}

/// <summary>How large a group is.</summary>
/// <param name="Count">Objects.</param>
/// <param name="ShallowBytes">Their own bytes.</param>
/// <param name="RetainedBytes">What would be freed with them.</param>
/// <param name="Edges">How much the only member holds, as a container; 0 where there are several.</param>
public readonly record struct GroupSize(int Count, long ShallowBytes, long RetainedBytes, int Edges);
