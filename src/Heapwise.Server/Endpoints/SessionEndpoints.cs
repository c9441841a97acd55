using System.Text;
using System.Text.Json;
using Heapwise.Server.Events;
using Heapwise.Server.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heapwise.Server.Endpoints;

/// <summary>What is open.</summary>
public sealed record PageSession(string Version, IReadOnlyList<SourceRow> Sources, string? HistoryId, long MaxUploadBytes);

internal static class SessionEndpoints
{
    /// <summary>Proxies and tunnels close connections that are silent for long.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder api, string version)
    {
        api.MapGet("/session", (SourceRegistry sources, Uploads uploads) => new PageSession(
            version,
            [.. sources.All.Select(source => source.Row)],
            sources.All.FirstOrDefault(source => source.Kind == SourceKind.History)?.Id,
            uploads.MaxBytes));

        api.MapPost("/sources", async ([FromQuery] string? name, HttpRequest request, Uploads uploads) =>
        {
            // Counted while it is kept, so that the answer can say what is wrong.
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = null;
            var source = await uploads.AddAsync(name, request.ContentLength, request.Body, request.HttpContext.RequestAborted);
            return source.Row;
        });

        api.MapPost("/sources/{id}/open", async (string id, SourceRegistry sources, OpenHeaps heaps, CancellationToken cancellation) =>
        {
            var source = sources.Get(id);
            using var lease = await heaps.UseAsync(source, cancellation);
            return source.Row;
        });

        api.MapPost("/sources/{id}/cancel", (string id, SourceRegistry sources, OpenHeaps heaps) =>
        {
            heaps.Cancel(sources.Get(id));
            return sources.Get(id).Row;
        });

        api.MapGet("/events", (HttpContext context, EventHub events, TimeProvider time) => SendEventsAsync(context, events, time));
    }

    private static async Task SendEventsAsync(HttpContext context, EventHub events, TimeProvider time)
    {
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var news = events.ReadAsync(context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        var next = news.MoveNextAsync().AsTask(); // from here on it hears everything: what a page asks for after "here" misses nothing
        await SendAsync(context, ": here\n\n");
        try
        {
            while (true)
            {
                var beat = Task.Delay(Heartbeat, time, context.RequestAborted);
                if (await Task.WhenAny(next, beat) == beat)
                {
                    await SendAsync(context, ": still here\n\n");
                    continue;
                }

                if (!await next) return;
                await SendAsync(context, TextOf(news.Current));
                next = news.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the server ends.
        }
    }

    private static string TextOf(PageEvent news)
    {
        var type = ServerJson.Default.GetTypeInfo(news.News.GetType())!; // all of them are in the context
        var json = JsonSerializer.Serialize(news.News, type);
        return $"event: {news.Name}\ndata: {json}\n\n";
    }

    private static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
