using System.Text.RegularExpressions;
using Heapwise.Live.Processes;
using Heapwise.Server;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>A process that runs is watched, collected, photographed twice, and left.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyLiveTests(BrowserHost browser)
{
    [Fact]
    public async Task A_process_is_watched_and_left_as_it_was()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await ShopRecording.StartAsync(everyMs: 50);
        var ports = Ports(program);
        await using var journey = await Journey.StartAsync(browser, new ServerOptions { Processes = [program.ProcessId] });
        var page = journey.Page;
        await Expect(page.Locator(".live__state--watching")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Shop.js" })).ToBeVisibleAsync();
        await Expect(page.Locator(".live canvas").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Collect garbage" }).ClickAsync();
        await Expect(page.Locator(".actions__results")).ToContainTextAsync(" before, ");
        await Expect(page.Locator(".actions__results")).ToContainTextAsync(" after ");

        await page.GetByLabel("Seconds").First.SelectOptionAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take two and compare" }).ClickAsync();
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Take two", Exact = true });
        await Expect(accept.Or(page.GetByText("leaving this view stops it"))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        if (await accept.IsVisibleAsync()) await accept.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("#/findings/", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });

        await journey.Tab.SettleAsync();
        await page.Keyboard.PressAsync("3");
        await Expect(page.Locator("[data-index='0'] .class-name__text")).ToHaveTextAsync("Offer", new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-index='0']")).ToContainTextAsync("+");
        await ShouldListenAtAsync(program, ports);
        journey.ShouldBeQuiet();
    }

    private static string Ports(NodeProgram program) => string.Join(' ', ProcSockets.ReadListening(program.ProcessId).Order(Comparer));

    /// <summary>The page is left as the next view is shown: that the process is, too, takes a moment.</summary>
    private static async Task ShouldListenAtAsync(NodeProgram program, string ports)
    {
        for (var attempt = 0; attempt < 100 && Ports(program) != ports; attempt++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Ports(program).ShouldBe(ports);
        program.HasExited.ShouldBeFalse();
    }

    private static readonly Comparer<System.Net.IPEndPoint> Comparer =
        Comparer<System.Net.IPEndPoint>.Create((one, other) => one.Port.CompareTo(other.Port));
}
