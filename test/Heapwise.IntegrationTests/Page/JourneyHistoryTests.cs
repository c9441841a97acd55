using System.Text.RegularExpressions;
using Heapwise.Server;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>From the guard's history to the snapshot that it kept.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyHistoryTests(BrowserHost browser) : IDisposable
{
    private const string Series = "heap.used";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-history-").FullName;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_alert_of_the_history_leads_to_the_snapshot_that_was_kept()
    {
        await using var journey = await Journey.StartAsync(browser, new ServerOptions { History = WriteHistory() });
        var page = journey.Page;
        await Expect(page).ToHaveURLAsync(new Regex("#/history", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await journey.Tab.SettleAsync();
        await Expect(page.Locator(".targets__name")).ToHaveTextAsync(["shop.js", "quiet.js"]);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "shop.js" })).ToBeVisibleAsync();
        await Expect(page.Locator(".history__curve canvas").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Events" })).ToContainTextAsync("The heap of shop.js is nearly full");
        var kept = page.GetByRole(AriaRole.Region, new() { Name = "Evidence" }).GetByRole(AriaRole.Row);
        await Expect(kept.Filter(new() { HasText = "gone.heapsnapshot" })).ToContainTextAsync("gone");

        await page.GetByRole(AriaRole.Link, new() { Name = "quiet.js" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "quiet.js" })).ToBeVisibleAsync();
        await Expect(page.GetByText("The heap of shop.js is nearly full")).Not.ToBeVisibleAsync();
        await page.GoBackAsync();

        await kept.Filter(new() { HasText = "shop.heapsnapshot" })
            .GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(page.Locator(".verdict")).ToBeVisibleAsync();
        await Expect(page.Locator(".top-bar__source")).ToHaveTextAsync("shop");
        journey.ShouldBeQuiet();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A day of two programs, one with an alert and two files, one of which was deleted since.</summary>
    private string WriteHistory()
    {
        var (path, snapshot) = (Path.Combine(_folder, "history.db"), Path.Combine(_folder, "shop.heapsnapshot"));
        File.WriteAllBytes(snapshot, SampleFolder.Server(sessions: 300, dataBytes: 5_000).ToJson());
        StoredTarget shop = new("a/1@5", "a", "", "shop.js", "node shop.js", 1, _now.AddDays(-1));
        StoredTarget quiet = new("a/2@6", "a", "", "quiet.js", "node quiet.js", 2, _now.AddDays(-1));
        using var history = HistoryFile.Open(path);
        history.Add(shop, _now);
        history.Add(quiet, _now.AddMinutes(-1));
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            history.Add([Reading(shop, minute, 50e6 + (minute * 1e5)), Reading(quiet, minute, 40e6)]);
        }

        history.Add(
            new StoredEvent(
                "e1", shop.Key, _now.AddHours(-1), "heap-near-limit", "firing", "warning", "The heap of shop.js is nearly full", "{}"),
            []).ShouldBeTrue();
        history.Add(new EvidenceFile(snapshot, shop.Key, _now.AddMinutes(-50), "snapshot", new FileInfo(snapshot).Length, "p1"));
        history.Add(new EvidenceFile(
            Path.Combine(_folder, "gone.heapsnapshot"), shop.Key, _now.AddMinutes(-40), "snapshot", 1_000_000, "p2"));
        return path;
    }

    private Sample Reading(StoredTarget target, int minute, double bytes) =>
        new(target.Key, _now.AddDays(-1).AddMinutes(minute), new Dictionary<string, double> { [Series] = bytes });
}
