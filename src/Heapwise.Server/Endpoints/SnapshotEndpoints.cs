using Heapwise.Server.Requests;
using Heapwise.Server.Rows;
using Heapwise.Server.Snapshots;
using Heapwise.Server.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heapwise.Server.Endpoints;

/// <summary>Views of one snapshot.</summary>
internal static class SnapshotEndpoints
{
    private const int UsualText = 10_000;
    private const int UsualPaths = 5;
    private const int UsualDepth = 4;
    private const int UsualCells = 3_000;
    private const int UsualLines = 6;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/snapshots/{id}");
        group.MapGet("", (string id, HeapReading reading) => reading.ReadAsync(id, heap => HeapOverview.From(id, heap)));
        group.MapGet("/classes", async (string id, [AsParameters] RowQuery query, [AsParameters] PartQuery part, [FromQuery] string? kinds,
            HeapReading reading) =>
        {
            var ids = await reading.FindRangeAsync(part);
            return await reading.ReadAsync(id, heap => ClassLists.Read(heap, ids, ObjectKinds.Parse(kinds), query));
        });
        group.MapGet("/objects", async (string id, [FromQuery(Name = "class")] string? key, [AsParameters] RowQuery query,
            [AsParameters] PartQuery part, [FromQuery] string? kinds, HeapReading reading) =>
        {
            var wanted = ObjectPart.Of(await reading.FindRangeAsync(part), ObjectKinds.Parse(kinds));
            return await reading.ReadAsync(id, heap => ObjectLists.Read(
                heap, string.IsNullOrEmpty(key) ? null : ClassLists.Get(heap.Snapshot, key), wanted, query));
        });
        group.MapGet("/dominators", (string id, [FromQuery] long? root, [FromQuery] int? depth, [FromQuery] int? max,
            HeapReading reading) => reading.ReadAsync(id, heap => DominatorCells.From(
                heap.Snapshot, root is { } node ? heap.GetNode(node) : heap.Snapshot.Graph.Root, depth ?? UsualDepth, max ?? UsualCells)));
        group.MapGet("/strings", (string id, [AsParameters] RowQuery query, HeapReading reading) =>
            reading.ReadAsync(id, heap => DuplicateStrings.Read(heap, query)));
        group.MapGet("/contexts", (string id, [AsParameters] RowQuery query, HeapReading reading) =>
            reading.ReadAsync(id, heap => ScopeRow.Read(heap, query)));
        group.MapGet("/holders", (string id, [FromQuery(Name = "class")] string key, [FromQuery] string? below, [FromQuery] string? skip,
            HeapReading reading) => reading.ReadAsync(id, heap => HolderRow.Read(heap, ClassLists.Get(heap.Snapshot, key), below, skip)));
        group.MapGet("/packages", (string id, HeapReading reading) => reading.ReadAsync(id, PackageRow.Read));
        MapObject(group.MapGroup("/objects/{node:long}"));
    }

    private static void MapObject(RouteGroupBuilder group)
    {
        group.MapGet("", (string id, long node, HeapReading reading) =>
            reading.ReadAsync(id, heap => ObjectDetail.From(heap, heap.GetNode(node))));
        group.MapGet("/edges", (string id, long node, [AsParameters] RowQuery query, HeapReading reading) =>
            reading.ReadAsync(id, heap => EdgeLists.ReadEdges(heap, heap.GetNode(node), query)));
        group.MapGet("/retainers", (string id, long node, [FromQuery] string? cut, [FromQuery] string? hide, [AsParameters] RowQuery query,
            HeapReading reading) => reading.ReadAsync(id, heap => EdgeLists.ReadRetainers(
                heap, heap.GetNode(node), CutHeap.Find(heap, cut), (hide ?? "").Split(',').Contains("internals"), query)));
        group.MapGet("/dominated", (string id, long node, [AsParameters] RowQuery query, HeapReading reading) =>
            reading.ReadAsync(id, heap => ObjectLists.Read(
                heap, $"below {node}", heap.Snapshot.Dominators.ChildrenOf(heap.GetNode(node)), query)));
        group.MapGet("/paths", (string id, long node, [FromQuery] int? count, [FromQuery] string? cut, HeapReading reading) =>
            reading.ReadAsync(id, heap => HeapPaths.Find(heap, heap.GetNode(node), count ?? UsualPaths, CutHeap.Find(heap, cut))));
        group.MapGet("/string", (string id, long node, [FromQuery] int? offset, [FromQuery] int? limit, HeapReading reading) =>
            reading.ReadAsync(id, heap => HeapText.Read(heap.Snapshot, heap.GetNode(node), offset ?? 0, limit ?? UsualText)));
        group.MapGet("/source", async Task<Results<Ok<SourceLines>, NoContent>> (
            string id, long node, [FromQuery] int? context, HeapReading reading) =>
        {
            var lines = await reading.ReadAsync(id, heap => SourceLines.FindOf(heap, heap.GetNode(node), context ?? UsualLines));
            return lines is null ? TypedResults.NoContent() : TypedResults.Ok(lines);
        });
    }
}

/// <summary>A part of the objects, by the time they were made.</summary>
public sealed record PartQuery
{
    /// <summary>Only objects that were made after this snapshot was taken.</summary>
    [FromQuery(Name = "bornAfter")]
    public string? BornAfter { get; init; }

    /// <summary>Only objects that were there when this snapshot was taken.</summary>
    [FromQuery(Name = "bornBefore")]
    public string? BornBefore { get; init; }

    /// <summary>The lowest id.</summary>
    [FromQuery(Name = "idFrom")]
    public long? IdFrom { get; init; }

    /// <summary>The highest id.</summary>
    [FromQuery(Name = "idTo")]
    public long? IdTo { get; init; }
}

/// <summary>Reads open snapshots for requests, off the threads that answer them.</summary>
public sealed class HeapReading(SourceRegistry sources, OpenHeaps heaps, IHttpContextAccessor request)
{
    private CancellationToken Aborted => request.HttpContext?.RequestAborted ?? CancellationToken.None;

    /// <exception cref="RequestRefusedException">There is no such snapshot, or it cannot be opened.</exception>
    public async Task<T> ReadAsync<T>(string id, Func<OpenHeap, T> read)
    {
        using var lease = await heaps.UseAsync(sources.Get(id), Aborted);
        return await Task.Run(() => read(lease.Heap), Aborted);
    }

    /// <summary>The ids that a part has: those between two snapshots, or as given.</summary>
    public async Task<IdRange> FindRangeAsync(PartQuery part)
    {
        var from = string.IsNullOrEmpty(part.BornAfter) ? part.IdFrom ?? 0 : 1 + await ReadAsync(part.BornAfter, heap => heap.MaxId);
        var to = string.IsNullOrEmpty(part.BornBefore) ? part.IdTo ?? long.MaxValue : await ReadAsync(part.BornBefore, heap => heap.MaxId);
        return new IdRange(from, to);
    }
}
