using System.Text.Json;
using Heapwise.Server;
using Microsoft.Playwright;
using Shouldly;

namespace Heapwise.IntegrationTests.Page;

/// <summary>A page that is served to one test and open in a browser, entered by its link.</summary>
internal sealed class Journey : IAsyncDisposable
{
    private readonly PageRun _run;
    private readonly BrowserPage _tab;

    private Journey(PageRun run, BrowserPage tab) => (_run, _tab) = (run, tab);

    public IPage Page => _tab.Page;

    public BrowserPage Tab => _tab;

    /// <summary>Ids of the sources, in their order.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    public string Last => Ids[^1];

    public static async Task<Journey> OfFilesAsync(
        BrowserHost browser, IReadOnlyList<string> files, BrowserNewContextOptions? options = null) =>
        await StartAsync(browser, new ServerOptions { Paths = files }, options);

    public static async Task<Journey> StartAsync(BrowserHost browser, ServerOptions server, BrowserNewContextOptions? options = null)
    {
        var tab = await browser.NewPageAsync(options);
        var run = await PageRun.StartAsync(_ => server, entered: false);
        var journey = new Journey(run, tab);
        await tab.Page.GotoAsync(run.Link.ToString());
        await tab.Page.WaitForSelectorAsync(".app");
        var session = await journey.GetAsync("session");
        journey.Ids = [.. session.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("id").GetString()!)];
        return journey;
    }

    /// <summary>Goes to a view as a link would.</summary>
    public async Task ShowAsync(string view, string? files = null, string parameters = "")
    {
        await Page.GotoAsync($"{_run.Address}#/{view}/{files ?? Last}{parameters}");
        await _tab.SettleAsync();
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await Page.Context.APIRequest.GetAsync($"{_run.Address}api/{path}");
        answer.Ok.ShouldBeTrue(path);
        return (await answer.JsonAsync())!.Value;
    }

    /// <summary>V8's id of the first object of a class.</summary>
    public async Task<long> FindObjectAsync(string className)
    {
        var classes = await GetAsync($"snapshots/{Last}/classes?filter={className}");
        var key = classes.GetProperty("rows").EnumerateArray()
            .First(row => row.GetProperty("name").GetString() == className).GetProperty("key").GetString()!;
        var objects = await GetAsync($"snapshots/{Last}/objects?class={Uri.EscapeDataString(key)}&limit=1");
        return objects.GetProperty("rows")[0].GetProperty("id").GetInt64();
    }

    /// <summary>Nothing was logged as an error, and nothing but the page was asked.</summary>
    public void ShouldBeQuiet(string? foreseen = null)
    {
        _tab.ShouldBeQuiet(foreseen);
        _tab.Requests.Where(request => request.Scheme is "http" or "https" or "ws" && request.Authority != _run.Address.Authority)
            .ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _tab.DisposeAsync();
        await _run.DisposeAsync();
    }
}
