using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Everything can be reached and done with the keyboard alone.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyKeyboardTests(BrowserHost browser, ShopRecording shop)
{
    private const int MaxTabs = 150;

    [Fact]
    public async Task The_keyboard_leads_from_the_start_to_a_finding_its_object_and_its_retainers()
    {
        await using var journey = await Journey.OfFilesAsync(browser, await shop.RequireAsync());
        var page = journey.Page;
        await journey.ShowAsync("open", "");
        await page.Keyboard.PressAsync("1");
        await Expect(page.Locator(".finding")).ToBeVisibleAsync();

        await TabToAsync(page, ".retainer-path__stop--holder a");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".path-step--last .path-step__class")).ToHaveTextAsync("Map");
        await TabToAsync(page, ".path-step__link");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".path-step").Nth(1).Locator(".path-step__link")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("6");
        await Expect(page.Locator(".retainers__title")).ToContainTextAsync("Map");
        await journey.Tab.SettleAsync();
        var rows = page.GetByRole(AriaRole.Treegrid).GetByRole(AriaRole.Row);
        await TabToAsync(page, "[role=treegrid]");
        var grid = page.GetByRole(AriaRole.Treegrid);
        await Expect(rows.Nth(1)).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(rows.Nth(1)).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowDown");
        var active = await grid.GetAttributeAsync("aria-activedescendant");
        active.ShouldBe(await rows.Nth(2).GetAttributeAsync("id"));
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".retainers__title")).ToContainTextAsync("system / Context");
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task Keys_filter_help_and_find()
    {
        await using var journey = await Journey.OfFilesAsync(browser, (await shop.RequireAsync()).TakeLast(1).ToList());
        var page = journey.Page;
        await journey.ShowAsync("summary");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter classes" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("PriceL");
        await Expect(page.Locator(".class-name__text").First).ToHaveTextAsync("PriceList");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("?");
        var help = page.GetByRole(AriaRole.Dialog);
        await Expect(help).ToContainTextAsync("Keyboard shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Control+K");
        await page.Keyboard.TypeAsync("domin");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("#/dominators/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Keyboard.PressAsync("7");
        await Expect(page).ToHaveURLAsync(new Regex("#/statistics/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        journey.ShouldBeQuiet();
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var count = 0; count < MaxTabs; count++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"() => document.activeElement.matches('{selector}')")) return;
        }

        Assert.Fail($"{MaxTabs} times Tab did not lead to {selector}");
    }
}
