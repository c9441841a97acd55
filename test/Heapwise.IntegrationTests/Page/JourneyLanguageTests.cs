using System.Text.RegularExpressions;
using Heapwise.Server;
using Heapwise.Tests.Architecture;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>The page in Chinese is wholly Chinese.</summary>
[Collection(JourneyCollection.Name)]
public sealed partial class JourneyLanguageTests(BrowserHost browser, ShopRecording shop) : IDisposable
{
    /// <summary>All that is read or told: texts and the attributes that stand for them.</summary>
    private const string AllTexts =
        """
        () => {
          const texts = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) texts.add(walker.currentNode.textContent.trim());
          for (const name of ['title', 'aria-label', 'placeholder'])
            for (const element of document.querySelectorAll(`[${name}]`)) texts.add(element.getAttribute(name).trim());
          return [...texts];
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-language-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_text_stays_English_and_no_key_is_missing()
    {
        var english = Dictionary("en");
        var chinese = Dictionary("zh");
        chinese.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        var foreign = english.Where(entry => chinese[entry.Key] != entry.Value).Select(entry => entry.Value)
            .Except(chinese.Values).Except(english.Keys).ToHashSet(StringComparer.Ordinal);
        foreign.RemoveWhere(text => text.Length < 4 || NotWords.Contains(text));
        foreign.Count.ShouldBeGreaterThan(300);

        IReadOnlyList<string> files = [.. await shop.RequireAsync(), .. JourneyViews.WriteRecordings(_folder)];
        await using var journey = await Journey.StartAsync(browser, new ServerOptions { Paths = files });
        var page = journey.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await JourneyViews.VisitAsync(journey, async view =>
        {
            var texts = await page.EvaluateAsync<string[]>(AllTexts);
            texts.Where(text => foreign.Contains(text) || english.ContainsKey(text)).ShouldBeEmpty(view);
            foreach (var heading in await page.Locator("h1:not(.report__name), .navigation__heading").AllInnerTextsAsync())
                HasChinese().IsMatch(heading).ShouldBeTrue($"{view}: {heading}");
        });
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        journey.ShouldBeQuiet();
    }

    /// <summary>What a program or V8 may be called, too.</summary>
    private static readonly HashSet<string> NotWords = ["English", "Object", "Function", "String", "Code", "root", "Root", "Node"];

    private static Dictionary<string, string> Dictionary(string language) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "web", "src", "i18n", language))
            .SelectMany(file => Entry().Matches(File.ReadAllText(file)))
            .ToDictionary(entry => entry.Groups["key"].Value, entry => entry.Groups["text"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^ +'?(?<key>[\w.-]+)'?:\s+'(?<text>.*)'", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|GC", RegexOptions.None, 1000)]
    private static partial Regex HasChinese();
}
