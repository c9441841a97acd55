using System.Text.RegularExpressions;
using Heapwise.Tests.Cli;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>A report is one file that opens from a disk: without network, without script, on paper.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyReportTests(BrowserHost browser, ShopRecording shop) : IDisposable
{
    private const string Title = "Variable offers in Shop.js is an unbounded cache";
    private const int MaxBytes = 2_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_report_is_drawn_by_its_script_without_network()
    {
        var report = await WriteAsync();
        new FileInfo(report).Length.ShouldBeLessThan(MaxBytes);
        await using var tab = await browser.NewPageAsync(new() { Offline = true });
        await tab.Page.GotoAsync(new Uri(report).ToString());
        await Expect(tab.Page.Locator("#root .verdict__headline")).ToContainTextAsync(Title);
        await Expect(tab.Page.Locator("#root .source__line--meant")).ToContainTextAsync("offers.set(last, new Offer(last));");
        await Expect(tab.Page.Locator("#static")).ToBeHiddenAsync();
        await Expect(tab.Page).ToHaveTitleAsync(TitlePattern());
        await tab.Page.GetByRole(AriaRole.Radio, new() { Name = "中文" }).ClickAsync();
        await Expect(tab.Page.Locator("#root .finding__body h4").First).ToHaveTextAsync(Chinese());
        ShouldAskForNothing(tab, report);
    }

    [Fact]
    public async Task A_report_says_the_same_without_script()
    {
        var report = await WriteAsync();
        await using var tab = await browser.NewPageAsync(new() { Offline = true, JavaScriptEnabled = false });
        await tab.Page.GotoAsync(new Uri(report).ToString());
        var text = await tab.Page.Locator("#static").InnerTextAsync();
        text.ShouldContain("offers in Shop.js is an unbounded cache");
        text.ShouldContain($"Shop.js:{ShopRecording.LineOf("offers.set")}");
        ShouldAskForNothing(tab, report);
    }

    [Fact]
    public async Task A_report_can_be_printed()
    {
        var report = await WriteAsync();
        await using var tab = await browser.NewPageAsync(new() { Offline = true });
        var blank = await tab.Page.ScreenshotAsync();
        await tab.Page.GotoAsync(new Uri(report).ToString());
        await Expect(tab.Page.Locator("#root .finding")).ToBeVisibleAsync();
        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(tab.Page.Locator("#root .verdict__headline")).ToBeVisibleAsync();
        var printed = await tab.Page.ScreenshotAsync();
        printed.Length.ShouldBeGreaterThan(5 * blank.Length);
        var paper = await tab.Page.PdfAsync();
        paper.Length.ShouldBeGreaterThan(10_000);
        ShouldAskForNothing(tab, report);
    }

    private static Regex TitlePattern() => new("offers in Shop.js", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Regex Chinese() => new("[\u4e00-\u9fff]", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static void ShouldAskForNothing(BrowserPage tab, string report)
    {
        tab.ShouldBeQuiet();
        tab.Requests.Select(request => request.LocalPath).Distinct().ShouldBe([report]);
    }

    private async Task<string> WriteAsync()
    {
        var report = Path.Combine(_folder, "report.html");
        var run = await CliRun.OfAsync($"diagnose {string.Join(' ', await shop.RequireAsync())} --format html -o {report}");
        File.Exists(report).ShouldBeTrue(run.ToString());
        return report;
    }
}
