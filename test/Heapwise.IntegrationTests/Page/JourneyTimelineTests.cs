using System.Text.RegularExpressions;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>An allocation timeline of a program that runs: a stretch of it, and what was made in it and is still alive.</summary>
[Collection(JourneyCollection.Name)]
public sealed partial class JourneyTimelineTests(BrowserHost browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-timeline-").FullName;

    [Fact]
    public async Task A_stretch_of_a_timeline_lists_what_was_made_in_it()
    {
        var file = Path.Combine(_folder, "shop.heaptimeline");
        await using (var program = await ShopRecording.StartAsync(everyMs: 20))
        {
            var run = await CliRun.OfAsync($"record --pid {program.ProcessId} --timeline --duration 3s -o {file}");
            run.ExitCode.ShouldBe(0, run.ToString());
        }

        await using var journey = await Journey.OfFilesAsync(browser, [file]);
        var page = journey.Page;
        await journey.ShowAsync("allocation");
        var offer = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Offer" }).First;
        await Expect(offer).ToBeVisibleAsync();
        var all = await CountAsync(journey);
        all.ShouldBeGreaterThan(0);

        var chart = page.Locator(".timeline-chart__picture");
        var box = (await chart.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.55f), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), box.Y + (box.Height / 2), new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await Expect(page).ToHaveURLAsync(Stretch());
        await journey.Tab.SettleAsync();
        var some = await CountAsync(journey);
        some.ShouldBeInRange(1, all - 1);

        await page.ReloadAsync();
        await journey.Tab.SettleAsync();
        (await CountAsync(journey)).ShouldBe(some);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(Stretch());
        await journey.Tab.SettleAsync();
        (await CountAsync(journey)).ShouldBe(all);
        journey.ShouldBeQuiet();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Offers in the table, as the page asks for them.</summary>
    private static async Task<long> CountAsync(Journey journey)
    {
        var row = journey.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Offer" }).First;
        var text = await row.GetByRole(AriaRole.Gridcell).Nth(1).InnerTextAsync();
        return long.Parse(NotDigits().Replace(text, ""), System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[?&]from=\d+", RegexOptions.None, 1000)]
    private static partial Regex Stretch();

    [GeneratedRegex(@"\D", RegexOptions.None, 1000)]
    private static partial Regex NotDigits();
}
