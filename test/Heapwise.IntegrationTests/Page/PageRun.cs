using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Heapwise.Server;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Page;

/// <summary>A page that is served to one test, with a client that has its cookie.</summary>
internal sealed class PageRun : IAsyncDisposable
{
    private readonly PageServer _server;
    private readonly CookieContainer _cookies = new();

    private PageRun(PageServer server, string folder, List<Uri> links)
    {
        (_server, Folder, Links) = (server, folder, links);
        var handler = new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false };
        Client = new HttpClient(handler) { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    /// <summary>Goes when the run does; uploads are kept below it.</summary>
    public string Folder { get; }

    /// <summary>Links that were printed anew.</summary>
    public List<Uri> Links { get; }

    public Uri Address => _server.Address;

    public Uri Link => _server.Link;

    public static async Task<PageRun> StartAsync(Func<string, ServerOptions> options, bool entered = true)
    {
        var folder = Directory.CreateTempSubdirectory("heapwise-page-").FullName;
        var links = new List<Uri>();
        var server = await PageServer.StartAsync(
            options(folder) with { TemporaryFolder = folder, UsesIndex = false }, links.Add, TestContext.Current.CancellationToken);
        var run = new PageRun(server, folder, links);
        if (entered) (await run.Client.GetAsync(run.Link, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        return run;
    }

    /// <summary>A page about snapshots that are written into its folder.</summary>
    public static Task<PageRun> OfFilesAsync(params (string Name, byte[] Content)[] files) => StartAsync(folder =>
    {
        foreach (var (name, content) in files) File.WriteAllBytes(Path.Combine(folder, name), content);
        return new ServerOptions { Paths = [.. files.Select(file => Path.Combine(folder, file.Name))] };
    });

    public async Task<JsonElement> GetAsync(string path) =>
        await Client.GetFromJsonAsync<JsonElement>($"/api/{path}", TestContext.Current.CancellationToken);

    /// <summary>Ids of the sources, in their order.</summary>
    public async Task<List<string>> FindIdsAsync() =>
        [.. (await GetAsync("session")).GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("id").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
