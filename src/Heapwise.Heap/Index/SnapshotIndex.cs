using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Index;

/// <summary>
/// Writes a computed snapshot to its index file and reads it back. A digest (facts only, kilobytes) is enough to answer a
/// summary. A whole index also holds the columns and is about as large as the snapshot. Reading trusts nothing: whatever does
/// not fit gives null.
/// </summary>
internal static unsafe class SnapshotIndex
{
    /// <summary>The index of a file and its digest; null if there is none or it is damaged.</summary>
    public static (IndexFile File, IndexFacts Digest)? TryOpen(IndexKey key)
    {
        var path = IndexStore.PathOf(key);
        if (IndexFile.TryOpen(path, key) is not { } file) return null;
        try
        {
            if (file.Bytes(IndexSection.Facts) is { } bytes)
            {
                IndexStore.Touch(path, TimeProvider.System);
                return (file, IndexFacts.Parse(bytes));
            }
        }
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException or UnauthorizedAccessException)
        {
            // Not what this version writes: the same as no index.
        }

        file.Dispose();
        return null;
    }

    /// <summary>The content of a whole index; null if it is only a digest, or damaged. The file must outlive the content.</summary>
    public static SnapshotContent? Restore(IndexFile file, IndexFacts digest)
    {
        if (!file.Has(IndexSection.Types)
            || RestoreColumns(file, digest) is not { } columns
            || RestoreStrings(file, digest) is not { } strings
            || RestoreTotals(file, digest) is not { } totals) return null;
        var graph = new HeapGraph(columns, strings, digest.Meta);
        return new SnapshotContent(graph, SnapshotFacts.Restored(graph, totals), () => RestoreRetainers(file, graph));
    }

    /// <summary>The paths stored with an index; null if it has none found by these rules.</summary>
    public static PathColumns? FindPaths(IndexFile file, long nodes, Guid rules) =>
        file.Bytes(IndexSection.PathRules) is { Length: 16 } known && new Guid(known) == rules
        && file.Column<int>(IndexSection.PathEdges, nodes) is { } edges && file.Column<int>(IndexSection.PathCosts, nodes) is { } costs
            ? new PathColumns(rules, edges, costs)
            : null;

    /// <summary>Writes the digest alone, unless there is an index already.</summary>
    public static void WriteDigest(IndexKey key, IndexFacts digest)
    {
        if (TryOpen(key) is { } known)
        {
            known.File.Dispose();
            return;
        }

        var bytes = digest.ToBytes();
        if (!IndexStore.MakeRoom(bytes.Length)) return;
        fixed (byte* data = bytes)
        {
            IndexFile.Write(IndexStore.PathOf(key), key, [(IndexSection.Facts, (nint)data, bytes.Length)], CancellationToken.None);
        }
    }

    /// <summary>Writes a whole index, which replaces a digest. Takes about as long as copying the snapshot file.</summary>
    /// <returns>False if there is no room for it.</returns>
    public static bool Write(
        IndexKey key,
        IndexFacts digest,
        SnapshotContent content,
        PathColumns? paths,
        CancellationToken cancellation)
    {
        var bytes = digest.ToBytes();
        var rules = paths?.Rules.ToByteArray() ?? [];
        var columns = content.Graph.Columns;
        using var locationNodes = columns.LocationOf is { } locations ? ToColumn(locations.Nodes.Words) : null;
        fixed (byte* facts = bytes, pathRules = rules)
        {
            var sections = new List<(IndexSection, nint, long Length)> { (IndexSection.Facts, (nint)facts, bytes.Length) };
            Add(sections, IndexSection.LocationNodes, locationNodes);
            AddGraph(sections, columns, content.Graph.Strings);
            AddFacts(sections, content.Facts.All, content.Retainers);
            if (paths is not null)
            {
                sections.Add((IndexSection.PathRules, (nint)pathRules, rules.Length));
                Add(sections, IndexSection.PathEdges, paths.Edges);
                Add(sections, IndexSection.PathCosts, paths.Costs);
            }

            if (!IndexStore.MakeRoom(sections.Sum(section => section.Length))) return false;
            IndexFile.Write(IndexStore.PathOf(key), key, sections, cancellation);
            return true;
        }
    }

    private static void AddGraph(List<(IndexSection, nint, long)> sections, GraphColumns columns, StringTable strings)
    {
        Add(sections, IndexSection.Types, columns.Types);
        Add(sections, IndexSection.Names, columns.Names);
        Add(sections, IndexSection.Ids, columns.Ids.Low);
        Add(sections, IndexSection.Sizes, columns.Sizes.Low);
        Add(sections, IndexSection.FirstEdges, columns.FirstEdges);
        Add(sections, IndexSection.Edges, columns.Edges);
        Add(sections, IndexSection.LocationOf, columns.LocationOf?.Values);
        Add(sections, IndexSection.StringBytes, strings.Bytes);
        Add(sections, IndexSection.StringEnds, strings.Ends);
        Add(sections, IndexSection.StringBases, strings.BlockBases);
    }

    private static void AddFacts(List<(IndexSection, nint, long)> sections, SnapshotFacts.Totals totals, Retainers retainers)
    {
        Add(sections, IndexSection.Dominators, totals.Dominators.Dominators);
        Add(sections, IndexSection.RetainedNarrow, totals.Dominators.Retained.Narrow);
        Add(sections, IndexSection.RetainedWide, totals.Dominators.Retained.Wide);
        Add(sections, IndexSection.DistancesNarrow, totals.Distances.Narrow);
        Add(sections, IndexSection.DistancesWide, totals.Distances.Wide);
        Add(sections, IndexSection.ClassOf, totals.Classes.ClassOf);
        Add(sections, IndexSection.RetainerFirst, retainers.First);
        Add(sections, IndexSection.RetainerEdges, retainers.Edges);
    }

    private static GraphColumns? RestoreColumns(IndexFile file, IndexFacts digest)
    {
        var (nodes, edges) = (digest.Meta.NodeCount, digest.Meta.EdgeCount);
        if (file.Column<byte>(IndexSection.Types, nodes) is not { } types
            || file.Column<uint>(IndexSection.Names, nodes) is not { } names
            || file.Column<uint>(IndexSection.Ids, nodes) is not { } ids
            || file.Column<uint>(IndexSection.Sizes, nodes) is not { } sizes
            || file.Column<int>(IndexSection.FirstEdges, nodes + 1) is not { } firstEdges
            || file.Column<PackedEdge>(IndexSection.Edges, edges) is not { } edgeColumn) return null;
        SparseColumn? locationOf = null;
        if (file.Has(IndexSection.LocationNodes) && (locationOf = RestoreLocations(file, (int)nodes)) is null) return null;
        return new GraphColumns
        {
            Types = types,
            Names = names,
            Ids = new WideColumn(ids, digest.LargeIds),
            Sizes = new WideColumn(sizes, digest.LargeSizes),
            FirstEdges = firstEdges,
            Edges = edgeColumn,
            LargeEdgeNames = digest.LargeEdgeNames,
            LocationOf = locationOf,
            Locations = digest.Locations,
        };
    }

    private static SparseColumn? RestoreLocations(IndexFile file, int nodes)
    {
        if (file.Column<ulong>(IndexSection.LocationNodes, new NodeBits(nodes).Words.Length) is not { } words) return null;
        var known = new RankedBits(new NodeBits(words.Span.ToArray()));
        return file.Column<int>(IndexSection.LocationOf, known.Count) is { } values ? new SparseColumn(known, values) : null;
    }

    private static StringTable? RestoreStrings(IndexFile file, IndexFacts digest)
    {
        var blocks = (digest.StringCount >> StringTable.BlockShift) + 1L;
        if (file.Column<byte>(IndexSection.StringBytes, file.LengthOf(IndexSection.StringBytes)) is not { } bytes
            || file.Column<uint>(IndexSection.StringEnds, digest.StringCount) is not { } ends
            || file.Column<long>(IndexSection.StringBases, blocks) is not { } bases) return null;
        var strings = new StringTable(bytes, ends, bases, digest.StringCount);
        foreach (var added in digest.AddedStrings) strings.Add(added);
        return strings;
    }

    private static SnapshotFacts.Totals? RestoreTotals(IndexFile file, IndexFacts digest)
    {
        var nodes = digest.Meta.NodeCount;
        if (file.Column<int>(IndexSection.Dominators, nodes) is not { } dominators
            || RestoreRetained(file, nodes) is not { } retained
            || RestoreDistances(file, nodes) is not { } distances
            || file.Column<int>(IndexSection.ClassOf, nodes) is not { } classOf) return null;
        var classes = new HeapClasses(classOf, digest.Classes);
        return new SnapshotFacts.Totals(new DominatorTree(dominators, retained), distances, classes, digest.Statistics);
    }

    private static NativeColumn<ulong> ToColumn(ReadOnlySpan<ulong> words)
    {
        var column = new NativeColumn<ulong>(words.Length);
        words.CopyTo(column.Span);
        return column;
    }

    private static RetainedSizes? RestoreRetained(IndexFile file, long nodes)
    {
        if (file.Has(IndexSection.RetainedNarrow))
        {
            return file.Column<uint>(IndexSection.RetainedNarrow, nodes) is { } narrow ? new RetainedSizes(narrow) : null;
        }

        return file.Column<long>(IndexSection.RetainedWide, nodes) is { } wide ? new RetainedSizes(wide) : null;
    }

    private static Distances? RestoreDistances(IndexFile file, long nodes)
    {
        if (file.Has(IndexSection.DistancesNarrow))
        {
            return file.Column<ushort>(IndexSection.DistancesNarrow, nodes) is { } narrow ? new Distances(narrow) : null;
        }

        return file.Column<int>(IndexSection.DistancesWide, nodes) is { } wide ? new Distances(wide) : null;
    }

    private static Retainers RestoreRetainers(IndexFile file, HeapGraph graph) =>
        file.Column<int>(IndexSection.RetainerFirst, graph.NodeCount + 1L) is { } first
        && file.Column<int>(IndexSection.RetainerEdges, graph.EdgeCount) is { } edges
            ? new Retainers(graph, first, edges)
            : new Retainers(graph);

    private static void Add<T>(List<(IndexSection, nint, long)> sections, IndexSection section, NativeColumn<T>? column)
        where T : unmanaged
    {
        if (column is not null) sections.Add((section, (nint)column.Pointer, column.Length * sizeof(T)));
    }
}
