using Heapwise.Server.Histories;
using Heapwise.Server.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heapwise.Server.Endpoints;

/// <summary>An order to open a file of the history.</summary>
public sealed record OpenOrder(string Path);

/// <summary>Live processes, and the guard's history.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/processes", NodeProcesses.Find);
        MapLive(api.MapGroup("/live/{pid:int}"));
        api.MapGet("/history", (HistoryBook book) => book.ReadTargets());
        api.MapGet("/history/target", ([FromQuery] string key, [FromQuery] string? since, HistoryBook book, TimeProvider time) =>
            book.ReadTarget(key, since, time.GetUtcNow()));
        api.MapGet("/history/curve", ([FromQuery] string key, [FromQuery] string series, [FromQuery] string? since, HistoryBook book,
            TimeProvider time) => book.ReadCurve(key, series, since, time.GetUtcNow()));
        api.MapPost("/history/open", (OpenOrder order, HistoryBook book) => book.OpenEvidence(order.Path).Row);
    }

    private static void MapLive(RouteGroupBuilder group)
    {
        group.MapGet("", (int pid, LiveTargets targets) => targets.Get(pid).State);
        group.MapPost("/attach", async (int pid, LiveTargets targets, CancellationToken cancellation) =>
            (await targets.AttachAsync(pid, cancellation)).State);
        group.MapPost("/detach", (int pid, LiveTargets targets, CancellationToken cancellation) => targets.DetachAsync(pid, cancellation));
        group.MapPost("/collect", async (int pid, LiveTargets targets, CancellationToken cancellation) =>
        {
            await targets.Get(pid).CollectAsync(cancellation);
            return targets.Get(pid).State;
        });
        group.MapGet("/estimate", (int pid, LiveTargets targets) => targets.Get(pid).Estimate());
        group.MapPost("/snapshot", async (int pid, SnapshotOrder order, LiveTargets targets, CancellationToken cancellation) =>
            (await targets.Get(pid).TakeSnapshotAsync(order.Accept, cancellation)).Row);
        group.MapPost("/sample", async (int pid, SampleOrder order, LiveTargets targets, CancellationToken cancellation) =>
            (await targets.Get(pid).SampleAsync(order.Seconds, cancellation)).Row);
    }
}
