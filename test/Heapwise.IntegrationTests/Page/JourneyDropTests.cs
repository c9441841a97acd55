using Heapwise.Server;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Files that are dropped on the page.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyDropTests(BrowserHost browser)
{
    private static readonly byte[] Snapshot = SampleFolder.Server(sessions: 300, dataBytes: 5_000).ToJson();

    [Fact]
    public async Task A_dropped_snapshot_is_opened()
    {
        await using var journey = await Journey.StartAsync(browser, new ServerOptions());
        await Expect(journey.Page.GetByRole(AriaRole.Heading, new() { Name = "Open a heap snapshot" })).ToBeVisibleAsync();
        await DropAsync(journey.Page, "dropped.heapsnapshot", Snapshot);
        await Expect(journey.Page.Locator(".verdict")).ToBeVisibleAsync();
        await Expect(journey.Page.Locator(".top-bar__source")).ToHaveTextAsync("dropped");
        await journey.Tab.SettleAsync();
        await journey.Page.Keyboard.PressAsync("2");
        await Expect(journey.Page.Locator(".class-name__text").Filter(new() { HasText = "Buffer" })).ToBeVisibleAsync();
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_damaged_file_says_what_is_wrong()
    {
        await using var journey = await Journey.StartAsync(browser, new ServerOptions());
        await DropAsync(journey.Page, "cut.heapsnapshot", Snapshot[..(Snapshot.Length / 2)]);
        var problem = journey.Page.GetByRole(AriaRole.Alert);
        await Expect(problem).ToContainTextAsync("cut.heapsnapshot");
        (await problem.InnerTextAsync()).Length.ShouldBeGreaterThan(60);
        await Expect(problem).ToContainTextAsync("take or copy it again");
        journey.ShouldBeQuiet("422");
    }

    /// <summary>As a file manager would: the page gets the drop with a file in it.</summary>
    private static async Task DropAsync(IPage page, string name, byte[] content)
    {
        await page.EvaluateAsync(
            """
            ({ name, content }) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
              for (const type of ['dragover', 'drop'])
                document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """,
            new { name, content = Convert.ToBase64String(content) });
    }
}
