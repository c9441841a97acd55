using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>The browser of the journeys, started once. Tests are skipped where there is none: nothing is downloaded for them.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        SetDefaultExpectTimeout(20_000); // on a busy machine, opening five snapshots takes a while
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page with storage of its own, 1280 × 720, in English and light unless asked otherwise.</summary>
    internal async Task<BrowserPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        if (_browser is null) Assert.Skip($"needs chromium: {Program} is not there");
        options ??= new();
        options.ViewportSize ??= new() { Width = 1280, Height = 720 };
        options.Locale ??= "en-US";
        options.ColorScheme ??= ColorScheme.Light;
        options.ReducedMotion ??= ReducedMotion.Reduce;
        return await BrowserPage.OpenAsync(await _browser.NewContextAsync(options));
    }
}

/// <summary>Journeys run one after the other: a browser takes two cores by itself.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyCollection : ICollectionFixture<BrowserHost>, ICollectionFixture<ShopRecording>
{
    public const string Name = "Journeys";
}
