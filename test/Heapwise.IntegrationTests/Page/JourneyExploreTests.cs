using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Through the views of snapshots: what grew, what else holds an object, where the memory is.</summary>
[Collection(JourneyCollection.Name)]
public sealed partial class JourneyExploreTests(BrowserHost browser, ShopRecording shop)
{
    [Fact]
    public async Task A_comparison_has_the_leaking_class_on_top_and_leads_to_an_added_object()
    {
        var files = await shop.RequireAsync();
        string[] pair = [files[1], files[^1]];
        await using var journey = await Journey.OfFilesAsync(browser, pair);
        var page = journey.Page;
        var run = await CliRun.OfAsync($"diff {string.Join(' ', pair)} --format json");
        var offer = JsonDocument.Parse(run.Out).RootElement.GetProperty("classes").EnumerateArray()
            .First(row => row.GetProperty("name").GetString() == "Offer");
        var added = offer.GetProperty("added").GetInt64();

        await journey.ShowAsync("comparison", string.Join(',', journey.Ids));
        var first = page.Locator("[data-index='0']");
        await Expect(first.Locator(".class-name__text")).ToHaveTextAsync("Offer");
        await Expect(first).ToContainTextAsync($"+{offer.GetProperty("delta").GetInt64().ToString("N0", CultureInfo.InvariantCulture)}");
        await first.GetByRole(AriaRole.Button, new() { Name = "Expand" }).ClickAsync();
        var child = page.Locator("[data-index='1']");
        await Expect(child).ToHaveAttributeAsync("aria-setsize", $"{added}");
        await child.Locator(".object-name").ClickAsync();

        var steps = page.Locator(".path-step");
        await Expect(steps.First.Locator(".path-step__class")).ToHaveTextAsync("Root");
        await Expect(steps.Last.Locator(".path-step__class")).ToHaveTextAsync("Offer");
        await Expect(steps.Last).ToHaveAttributeAsync("aria-current", "true");
        Selected().IsMatch(page.Url).ShouldBeTrue(page.Url);
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task An_ignored_retainer_stays_ignored_until_it_is_restored()
    {
        await using var journey = await Journey.OfFilesAsync(browser, (await shop.RequireAsync()).TakeLast(1).ToList());
        var page = journey.Page;
        await journey.ShowAsync("retainers", parameters: $"?sel={await journey.FindObjectAsync("PriceList")}");
        var paths = page.Locator(".path-pane");
        await Expect(page.Locator(".retainers__title")).ToContainTextAsync("PriceList");
        await journey.Tab.SettleAsync();
        var before = await paths.InnerTextAsync();
        var variable = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "system / Context" }).First;
        await variable.GetByRole(AriaRole.Button, new() { Name = "reference" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Cut());
        await Expect(paths).ToContainTextAsync("1 ignored");
        await Expect(paths.Locator(".path-step").Filter(new() { HasText = "backup" }).First).ToBeVisibleAsync();
        (await paths.Locator(".path-step").AllInnerTextsAsync()).ShouldNotBe(before.Split('\n'));

        await page.ReloadAsync();
        await journey.Tab.SettleAsync();
        await Expect(page).ToHaveURLAsync(Cut());
        await Expect(paths).ToContainTextAsync("1 ignored");
        var other = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "{prices, reason}" }).First;
        await other.GetByRole(AriaRole.Button, new() { Name = "object", Exact = true }).ClickAsync();
        await Expect(paths).ToContainTextAsync("Without the references that you ignore, nothing keeps it alive.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Restore all" }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(Cut());
        await Expect(paths).Not.ToContainTextAsync("ignored");
        await journey.Tab.SettleAsync();
        (await paths.InnerTextAsync()).ShouldBe(before);
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_treemap_is_zoomed_into_and_left_by_its_crumbs_and_by_going_back()
    {
        await using var journey = await Journey.OfFilesAsync(browser, (await shop.RequireAsync()).TakeLast(1).ToList());
        var page = journey.Page;
        await journey.ShowAsync("dominators");
        var crumbs = page.Locator(".crumbs");
        var map = page.Locator(".cell-canvas");
        await Expect(crumbs.Locator("[aria-current=location]")).ToHaveTextAsync("Whole heap");

        await map.DblClickAsync(new() { Position = new() { X = 60, Y = 40 } });
        await Expect(page).ToHaveURLAsync(Root());
        await Expect(crumbs.Locator("[aria-current=location]")).Not.ToHaveTextAsync("Whole heap");
        var inside = await crumbs.InnerTextAsync();
        await map.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(crumbs).Not.ToHaveTextAsync(inside);

        await crumbs.GetByRole(AriaRole.Link, new() { Name = "Whole heap" }).ClickAsync();
        await Expect(crumbs.Locator("[aria-current=location]")).ToHaveTextAsync("Whole heap");
        await page.GoBackAsync();
        await page.GoBackAsync();
        await Expect(crumbs).ToHaveTextAsync(inside, new() { UseInnerText = true });
        await page.GoBackAsync();
        await Expect(page).Not.ToHaveURLAsync(Root());
        await Expect(crumbs.Locator("[aria-current=location]")).ToHaveTextAsync("Whole heap");
        journey.ShouldBeQuiet();
    }

    [GeneratedRegex(@"[?&]sel=\d+", RegexOptions.None, 1000)]
    private static partial Regex Selected();

    [GeneratedRegex("[?&]cut=[en]", RegexOptions.None, 1000)]
    private static partial Regex Cut();

    [GeneratedRegex(@"[?&]root=\d+", RegexOptions.None, 1000)]
    private static partial Regex Root();
}
