using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Heapwise.Server.Access;
using Heapwise.Server.Assets;
using Heapwise.Server.Comparing;
using Heapwise.Server.Endpoints;
using Heapwise.Server.Events;
using Heapwise.Server.Findings;
using Heapwise.Server.Histories;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;
using Heapwise.Server.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Heapwise.Server;

/// <summary>Serves the page and its API on one address until it is disposed.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private const long UsualBodyBytes = 64_000;
    private const int MinThreads = 16;

    private readonly WebApplication _application;
    private readonly LaunchTokens _tokens;

    private PageServer(WebApplication application, LaunchTokens tokens, Uri address)
    {
        (_application, _tokens, Address) = (application, tokens, address);
    }

    /// <summary>Where it listens, without the key.</summary>
    public Uri Address { get; }

    /// <summary>The link that opens the page, once.</summary>
    public Uri Link => new(Address, $"?token={_tokens.Current}");

    /// <param name="options">What is shown, and where.</param>
    /// <param name="relinked">Hears of a new link, after a used one was opened again.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">The address is in use, or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static async Task<PageServer> StartAsync(ServerOptions options, Action<Uri>? relinked, CancellationToken cancellation)
    {
        var tokens = new LaunchTokens();
        PageServer? server = null;
        RequireThreads();
        var application = Build(options, tokens, () =>
        {
            tokens.Renew();
            if (server is not null) relinked?.Invoke(server.Link);
        });
        try
        {
            AddSources(application.Services, options);
            await application.StartAsync(cancellation);
        }
        catch (Exception problem)
        {
            await application.DisposeAsync();
            if (problem.InnerException is AddressInUseException)
                throw new IOException($"{options.Address}:{options.Port} is in use; choose another with --listen", problem);
            if (problem is SocketException) throw new IOException($"{options.Address}:{options.Port}: {problem.Message}", problem);
            throw;
        }

        return server = new PageServer(application, tokens, AddressOf(application, options));
    }

    /// <summary>
    /// Reading and analysing a snapshot take as many threads of the pool as there are processors. The pool adds others only after half a
    /// second each, and no request shall wait for that.
    /// </summary>
    private static void RequireThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, MinThreads), ports);
    }

    /// <summary>Adds the endpoints of the API, without what guards them.</summary>
    internal static void MapApi(IEndpointRouteBuilder routes, string version)
    {
        var api = routes.MapGroup("/api");
        SessionEndpoints.Map(api, version);
        SnapshotEndpoints.Map(api);
        AnalysisEndpoints.Map(api);
        WatchEndpoints.Map(api);
    }

    internal static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options.Time);
        services.AddSingleton<EventHub>();
        services.AddSingleton<SourceRegistry>();
        services.AddSingleton(_ => new OpenHeaps(options.MemoryBudgetBytes, options.UsesIndex));
        services.AddSingleton(provider => new Uploads(
            provider.GetRequiredService<SourceRegistry>(), options.TemporaryFolder, options.MaxUploadBytes));
        services.AddSingleton(provider => new HistoryBook(options.History, provider.GetRequiredService<SourceRegistry>()));
        services.AddSingleton<FindingsRuns>();
        services.AddSingleton<Comparisons>();
        services.AddSingleton<LiveTargets>();
        services.AddSingleton<HeapReading>();
        services.AddHttpContextAccessor();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.MaxDepth = ServerJson.Default.Options.MaxDepth;
            json.SerializerOptions.NumberHandling = ServerJson.Default.Options.NumberHandling;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        });
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _application.StopAsync(hurry.Token); // event streams stay open until they are cut
        }
        catch (OperationCanceledException)
        {
            // They were.
        }

        await _application.DisposeAsync();
    }

    private static WebApplication Build(ServerOptions options, LaunchTokens tokens, Action refused)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear(); // neither files nor variables of the surroundings change what is served
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = UsualBodyBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        AddServices(builder.Services, options);
        var application = builder.Build();
        var guard = new AccessGuard(tokens, !IPAddress.IsLoopback(options.Address), refused);
        application.Use((context, next) => AnswerAsync(context, next, guard));
        application.UseRouting();
        MapApi(application, options.Version);
        application.MapFallback("{*path}", SendAssetAsync); // without a pattern, names with a dot would be left out
        return application;
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, AccessGuard guard)
    {
        SecurityHeaders.AddTo(context.Response);
        if (!await guard.AdmitAsync(context)) return;
        try
        {
            await next(context);

            // A parameter of another kind, or a method that is not there.
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } refusal)
                await SendProblemAsync(context, refusal.StatusCode, "The server does not understand this request: see docs/openapi.json.");
        }
        catch (RequestRefusedException problem)
        {
            await SendProblemAsync(context, problem.Status, problem.Message);
        }
        catch (BadHttpRequestException problem)
        {
            await SendProblemAsync(context, problem.StatusCode, problem.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !context.Response.HasStarted)
        {
            await SendProblemAsync(
                context, StatusCodes.Status500InternalServerError, $"Something went wrong in heapwise: {problem.Message}");
        }
    }

    private static async Task SendAssetAsync(HttpContext context)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var path = context.Request.Path == "/" ? "/index.html" : context.Request.Path.Value ?? "";
        if (!isRead || !await PageAssets.TrySendAsync(context, path))
            await SendProblemAsync(context, StatusCodes.Status404NotFound, "There is nothing at this address.");
    }

    private static Task SendProblemAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = Title(status), Detail = detail },
            ServerJson.Default.ProblemDetails, "application/problem+json", context.RequestAborted);
    }

    private static string Title(int status) => string.Create(CultureInfo.InvariantCulture, $"{(HttpStatusCode)status}");

    private static void AddSources(IServiceProvider services, ServerOptions options)
    {
        var sources = services.GetRequiredService<SourceRegistry>();
        foreach (var path in options.Paths)
        {
            if (!Directory.Exists(path)) sources.AddFile(path);
            else foreach (var file in SourceFile.FindIn(path)) sources.AddFile(file);
        }

        foreach (var process in NodeProcesses.Find())
        {
            if (options.Processes.Contains(process.Pid)) sources.AddProcess(process);
        }

        if (options.History is { } history) sources.AddHistory(history);
        Begin(services, sources);
    }

    /// <summary>The latest snapshot is what a person looks at first: it is opened while the browser starts.</summary>
    private static void Begin(IServiceProvider services, SourceRegistry sources)
    {
        if (sources.All.LastOrDefault(source => source.Kind is SourceKind.Snapshot or SourceKind.Timeline) is not { } last) return;
        var heaps = services.GetRequiredService<OpenHeaps>();
        _ = OpenAsync();

        async Task OpenAsync()
        {
            try
            {
                using var lease = await heaps.UseAsync(last, CancellationToken.None);
            }
            catch (RequestRefusedException)
            {
                // The source says what is wrong.
            }
        }
    }

    private static Uri AddressOf(WebApplication application, ServerOptions options)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!; // it listens
        var port = BindingAddress.Parse(addresses.Addresses.First()).Port;
        var isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        var host = isAny ? IPAddress.Loopback : options.Address;
        return new UriBuilder(Uri.UriSchemeHttp, host.ToString(), port).Uri;
    }
}
