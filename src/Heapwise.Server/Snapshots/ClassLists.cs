using Heapwise.Analysis.Reports;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>A class with its totals over all objects or a part of them.</summary>
internal sealed record ClassFigures(HeapClass Class, int Count, long ShallowBytes, long RetainedBytes, int Distance);

/// <summary>The classes of a snapshot, as in DevTools' Summary; over a part of the objects where a range of ids is given.</summary>
internal static class ClassLists
{
    public static RowPage<HeapClassRow> Read(OpenHeap heap, IdRange ids, IReadOnlySet<ObjectKind> kinds, RowQuery query)
    {
        var snapshot = heap.Snapshot;
        var all = ids.IsAll
            ? [.. snapshot.Classes.All.Select(row => new ClassFigures(row, row.Count, row.ShallowBytes, row.RetainedBytes, row.Distance))]
            : heap.Classes.Get(ids.ToString(), () => CountPart(snapshot, ids));
        var filter = RowFilter.Parse(query.Filter);
        var wanted = filter.Ids.Select(id => snapshot.Classes.Of(heap.GetNode(id))).ToHashSet();
        var matching = all.Where(row =>
            (kinds.Count == 0 || kinds.Contains(ObjectKinds.Of(row.Class)))
            && filter.MatchesText(row.Class.Name)
            && filter.MatchesSize(row.RetainedBytes)
            && (wanted.Count == 0 || wanted.Contains(row.Class)));
        var ordered = query.Sort switch
        {
            null or "retained" => query.Ordered(matching, row => row.RetainedBytes),
            "shallow" => query.Ordered(matching, row => row.ShallowBytes),
            "count" => query.Ordered(matching, row => row.Count),
            "distance" => query.Ordered(matching, row => row.Distance, isUsuallyAscending: true),
            "name" => query.IsAscending(isUsual: true)
                ? matching.OrderBy(row => row.Class.Name, StringComparer.OrdinalIgnoreCase)
                : matching.OrderByDescending(row => row.Class.Name, StringComparer.OrdinalIgnoreCase),
            _ => throw new RequestRefusedException($"sort: '{query.Sort}' is none of retained, shallow, count, distance, name"),
        };
        return RowPage<HeapClassRow>.Of(all.Count, [.. ordered], query, row => HeapClassRow.From(snapshot, row));
    }

    /// <exception cref="RequestRefusedException">There is no such class.</exception>
    public static HeapClass Get(HeapSnapshot snapshot, string key) =>
        snapshot.Classes.All.FirstOrDefault(row => row.Key == key)
        ?? snapshot.Classes.All.FirstOrDefault(row => row.Name == key)
        ?? throw RequestRefusedException.NotFound($"This snapshot has no class '{key}'.");

    private static IReadOnlyList<ClassFigures> CountPart(HeapSnapshot snapshot, IdRange ids)
    {
        var classes = snapshot.Classes;
        var totals = GroupTotal.Of(
            snapshot, classes.ByPosition.Count, node => ids.Contains(snapshot.Graph.IdOf(node).Value) ? classes.PositionOf(node) : -1);
        return
        [
            .. totals
                .Select((sum, i) => new ClassFigures(
                    classes.ByPosition[i], sum.Count, sum.ShallowBytes, sum.RetainedBytes, sum.Distance))
                .Where(row => row.Count > 0),
        ];
    }
}

/// <summary>One class in a list.</summary>
public sealed record HeapClassRow
{
    public required string Name { get; init; }

    /// <summary>Tells classes of one name apart.</summary>
    public required string Key { get; init; }

    public required ObjectKind Kind { get; init; }

    public required int Count { get; init; }

    public required long ShallowBytes { get; init; }

    public required long RetainedBytes { get; init; }

    public required int Distance { get; init; }

    /// <summary>The constructor's, where the snapshot has it.</summary>
    public required LocationReport? Location { get; init; }

    internal static HeapClassRow From(HeapSnapshot snapshot, ClassFigures row) => new()
    {
        Name = row.Class.Name,
        Key = row.Class.Key,
        Kind = ObjectKinds.Of(row.Class),
        Count = row.Count,
        ShallowBytes = row.ShallowBytes,
        RetainedBytes = row.RetainedBytes,
        Distance = row.Distance,
        Location = LocationReport.From(snapshot.PositionOf(row.Class)),
    };
}
