using System.Globalization;
using System.Text.Json;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>From a finding to what holds it and to the line.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyFindingsTests(BrowserHost browser, ShopRecording shop)
{
    [Fact]
    public async Task A_finding_leads_to_its_holder_its_retainers_and_the_source()
    {
        await using var journey = await Journey.OfFilesAsync(browser, await shop.RequireAsync());
        var page = journey.Page;
        var card = page.Locator(".finding").First;
        await Expect(card).ToContainTextAsync("Variable offers in Shop.js is an unbounded cache");
        await Expect(card.Locator(".source__line--meant")).ToContainTextAsync("offers.set(last, new Offer(last));");

        await card.Locator(".retainer-path__stop--holder a").ClickAsync();
        await Expect(page.Locator(".path-step--last .path-step__class")).ToHaveTextAsync("Map");
        await Expect(page.Locator(".object-pane__name")).ToContainTextAsync("Map");

        await card.GetByRole(AriaRole.Link, new() { Name = "Retainers of the holder" }).ClickAsync();
        await Expect(page.Locator(".retainers__title")).ToContainTextAsync("Map");
        var retainer = page.GetByRole(AriaRole.Treegrid).GetByRole(AriaRole.Row).Nth(1);
        await Expect(retainer).ToContainTextAsync("offers");
        await Expect(retainer).ToContainTextAsync("system / Context");

        var handler = ShopRecording.LineOf("http.createServer");
        var step = page.Locator(".path-step").Filter(new() { HasText = $"Shop.js:{handler}" });
        await step.Locator(".path-step__link").ClickAsync();
        await Expect(page.Locator(".source-text__line--meant")).ToContainTextAsync("http.createServer((request, response) => {");
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_card_has_the_numbers_of_the_command_line()
    {
        var files = await shop.RequireAsync();
        await using var journey = await Journey.OfFilesAsync(browser, files);
        var run = await CliRun.OfAsync($"diagnose {string.Join(' ', files)} --format json");
        var finding = JsonDocument.Parse(run.Out).RootElement.GetProperty("findings")[0];
        var card = journey.Page.Locator(".finding").First;
        await Expect(card).ToContainTextAsync(finding.GetProperty("title").GetString()!);
        await Expect(card).ToContainTextAsync(finding.GetProperty("explanation").GetString()!);
        await Expect(card).ToContainTextAsync(finding.GetProperty("fingerprint").GetString()!);
        await Expect(card.GetByTitle(Exact(finding.GetProperty("growthBytes"))).First).ToBeVisibleAsync();
        await Expect(card.GetByTitle(Exact(finding.GetProperty("holder").GetProperty("retainedBytes"))).First).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync($"Entries: {Number(finding.GetProperty("details").GetProperty("entries"))}");
        var survivors = finding.GetProperty("survivorsPerRound").GetProperty("Offer").EnumerateArray().Select(Number);
        await Expect(card.GetByTitle(string.Join(", ", survivors), new() { Exact = true })).ToBeVisibleAsync();
        journey.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_link_to_a_finding_is_a_link_to_its_card()
    {
        await using var journey = await Journey.OfFilesAsync(browser, await shop.RequireAsync());
        var fingerprint = await journey.Page.Locator(".finding").First.GetAttributeAsync("id");
        await journey.ShowAsync("findings", string.Join(',', journey.Ids), $"?finding={fingerprint!["finding-".Length..]}");
        await Expect(journey.Page.Locator($"#{fingerprint}")).ToBeFocusedAsync();
        journey.ShouldBeQuiet();
    }

    private static string Number(JsonElement value) => value.GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Exact(JsonElement bytes) => $"{Number(bytes)} B";
}
