using System.Runtime.CompilerServices;
using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// The storage behind <see cref="HeapGraph"/>. Facts rewrite <see cref="Sizes"/> and <see cref="Names"/> while a snapshot is being
/// opened, never afterwards.
/// </summary>
internal sealed class GraphColumns : IDisposable
{
    private const int MaxScans = 16;

    private NodeIdTable? _idTable;
    private int _scans;

    public required NativeColumn<byte> Types { get; init; }

    public required NativeColumn<uint> Names { get; init; }

    public required WideColumn Ids { get; init; }

    public required WideColumn Sizes { get; init; }

    /// <summary>One more entry than there are nodes: the last is the number of edges.</summary>
    public required NativeColumn<int> FirstEdges { get; init; }

    public required NativeColumn<PackedEdge> Edges { get; init; }

    public required IReadOnlyDictionary<int, long> LargeEdgeNames { get; init; }

    /// <summary>0 unknown, 1 attached, 2 detached; null if the file has no such field or no node with a known state.</summary>
    public NativeColumn<byte>? Detachedness { get; set; }

    /// <summary>1 + index into <see cref="Locations"/>, 0 for none; null if the file has no locations.</summary>
    public SparseColumn? LocationOf { get; init; }

    /// <summary>Each distinct location once.</summary>
    public required IReadOnlyList<SourceLocation> Locations { get; init; }

    public NodeIdTable IdTable => LazyInitializer.EnsureInitialized(ref _idTable, () => new NodeIdTable(Ids));

    /// <summary>The first node with an id.</summary>
    public bool TryFindId(long id, out NodeIndex node)
    {
        if (_idTable is not null || Interlocked.Increment(ref _scans) > MaxScans)
        {
            node = new NodeIndex(Math.Max(0, IdTable.Find(id)));
            return IdTable.Find(id) >= 0;
        }

        var at = id is >= 0 and < uint.MaxValue
            ? Ids.Low.Span.IndexOf((uint)id)
            : Ids.Large.Where(pair => pair.Value == id).Select(pair => pair.Key).DefaultIfEmpty(-1).Min();
        node = new NodeIndex(Math.Max(0, at));
        return at >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EdgeNameOf(int edge)
    {
        var name = Edges[edge].NameOrNumber;
        return name != PackedEdge.LargeName ? name : LargeEdgeNames[edge];
    }

    public void Dispose()
    {
        Types.Dispose();
        Names.Dispose();
        Ids.Dispose();
        Sizes.Dispose();
        FirstEdges.Dispose();
        Edges.Dispose();
        Detachedness?.Dispose();
        LocationOf?.Dispose();
    }
}
