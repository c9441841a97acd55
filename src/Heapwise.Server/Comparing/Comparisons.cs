using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Structure;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;
using Heapwise.Server.Snapshots;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Comparing;

/// <summary>
/// Comparisons of open snapshots, each computed once. Objects are matched by identity; where the ids are of different processes, or on
/// request, the classes and what holds them are compared by structure, which is weaker.
/// </summary>
public sealed class Comparisons(SourceRegistry sources, OpenHeaps heaps)
{
    private const string Added = "added";
    private const string Removed = "removed";

    private readonly KeptAnswers<string, DiffReport> _reports = new(capacity: 8);

    public async Task<ComparisonPage> ReadAsync(IReadOnlyList<string> ids, string? by, RowQuery query, CancellationToken cancellation)
    {
        if (ids.Count < 2) throw new RequestRefusedException("A comparison needs two snapshots or more.");
        var wanted = ByOf(by);
        using var leases = await HeapLeases.TakeAsync(ids, sources, heaps, cancellation);
        var report = await Task.Run(
            () => _reports.Get($"{string.Join(',', ids)}|{wanted}", () => Compare(leases.Heaps, wanted, cancellation)),
            cancellation);
        return ComparisonPage.From(report, ids, query);
    }

    /// <summary>The objects of a class that are only in the last snapshot, or only in the first.</summary>
    public async Task<RowPage<ObjectRow>> ReadObjectsAsync(
        IReadOnlyList<string> ids, string key, string? which, RowQuery query, CancellationToken cancellation)
    {
        if (ids.Count < 2) throw new RequestRefusedException("A comparison needs two snapshots or more.");
        if (which is not (Added or Removed)) throw new RequestRefusedException($"which: '{which}' is neither added nor removed");
        using var leases = await HeapLeases.TakeAsync([ids[0], ids[^1]], sources, heaps, cancellation);
        var (wanted, other) = which == Added ? (leases.Heaps[1], leases.Heaps[0]) : (leases.Heaps[0], leases.Heaps[1]);
        var others = other.Snapshot.Graph;
        var part = ObjectPart.All with { Name = $"{which} {string.Join(',', ids)}", Contains = id => !others.TryFind(id, out _) };
        var heapClass = ClassLists.Get(wanted.Snapshot, key);
        return await Task.Run(() => ObjectLists.Read(wanted, heapClass, part, query), cancellation);
    }

    /// <summary>Null where nothing was asked for: by identity if that is possible.</summary>
    private static ComparedBy? ByOf(string? by) => by switch
    {
        null or "" => null,
        "identity" => ComparedBy.Identity,
        "structure" => ComparedBy.Structure,
        _ => throw new RequestRefusedException($"by: '{by}' is neither identity nor structure"),
    };

    private static DiffReport Compare(IReadOnlyList<OpenHeap> heaps, ComparedBy? by, CancellationToken cancellation)
    {
        List<HeapSnapshot> snapshots = [.. heaps.Select(heap => heap.Snapshot)];
        List<ClassTotals> totals = [.. snapshots.Select(ClassTotals.From)];
        var changes = HeapSnapshot.Compare(snapshots[0], snapshots[^1]);
        if (by != ComparedBy.Structure && AreOfOneProcess(snapshots)) return DiffReport.From(totals, changes);
        List<StructureCensus> earlier = [.. snapshots.SkipLast(1).Select(snapshot => StructureCensus.From(snapshot, cancellation))];
        return DiffReport.ByStructure(totals, changes, GrownPaths.Find(snapshots[^1], earlier, cancellation));
    }

    private static bool AreOfOneProcess(List<HeapSnapshot> snapshots)
    {
        var mark = ProcessMark.From(snapshots[0]);
        try
        {
            foreach (var snapshot in snapshots.Skip(1)) SameProcess.Require(mark, snapshot);
            return true;
        }
        catch (DifferentProcessesException)
        {
            return false;
        }
    }
}
