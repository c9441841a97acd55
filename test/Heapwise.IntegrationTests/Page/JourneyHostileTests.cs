using System.Globalization;
using Heapwise.Server;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Nothing that a heap contains is run, fetched or able to disguise what stands around it.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyHostileTests(BrowserHost browser) : IDisposable
{
    private const int LongName = 100_000;

    private static readonly string[] Names =
    [
        "<script>window.wasRun = 1</script>", "<img src=x onerror=window.wasRun=1>", "\"'><svg onload=window.wasRun=1>",
        "javascript:window.wasRun=1", "${window.wasRun=1}", "{{constructor.constructor('window.wasRun=1')()}}", "https://evil.example/a.js",
        "//evil.example/pixel.png", "</template></script><script>window.wasRun=1</script>", "__proto__", "constructor", "toString",
        "gpj.\u202Eexe", "\u2066one\u2069 \u200Ftwo", "nul \0 bell \a escape \u001b[31m", "lone \uD800 and \uDC00", new('A', LongName),
        "(/(", "../../etc/passwd", "",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Names_of_a_heap_are_shown_and_never_run()
    {
        string[] files = [Write("<img src=x onerror=window.wasRun=1>.heapsnapshot", 3), Write("b\u202E.heapsnapshot", 900)];
        await using var journey = await Journey.StartAsync(
            browser, new ServerOptions { Paths = [.. files, .. JourneyViews.WriteRecordings(_folder)] });
        var page = journey.Page;
        await JourneyViews.VisitAsync(journey, view => ShouldBeHarmlessAsync(journey, view));
        var last = journey.Ids[1];
        var objects = (await journey.GetAsync($"snapshots/{last}/objects?sort=retained&limit=60")).GetProperty("rows");
        foreach (var row in objects.EnumerateArray())
        {
            await journey.ShowAsync("retainers", last, $"?sel={row.GetProperty("id").GetInt64()}");
            await ShouldBeHarmlessAsync(journey, Cut(row.GetProperty("className").GetString()!));
        }

        await journey.ShowAsync("summary", last);
        await Expect(page.Locator(".class-name__text").Filter(new() { HasText = @"\u{202e}" }).First).ToBeVisibleAsync();
        await page.Locator("[data-index='0'] .grid__twisty").ClickAsync();
        await journey.ShowAsync("findings", $"{journey.Ids[0]},{last}");
        await ShouldBeHarmlessAsync(journey, "findings of both");
        journey.ShouldBeQuiet();
    }

    private static string Cut(string name) => name[..Math.Min(40, name.Length)];

    private static async Task ShouldBeHarmlessAsync(Journey journey, string where)
    {
        var page = journey.Page;
        (await page.EvaluateAsync<bool>("() => 'wasRun' in window")).ShouldBeFalse(where);
        (await page.Locator("#root script, #root iframe, #root img[onerror], [href^='javascript:' i], [src^='javascript:' i]").CountAsync())
            .ShouldBe(0, where);
        var hidden = await page.EvaluateAsync<string[]>(
            """
            () => {
              const found = [];
              const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
              while (walker.nextNode())
                if (/[\u0000-\u0008\u000b-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(walker.currentNode.textContent))
                  found.push(walker.currentNode.parentElement.outerHTML.slice(0, 200));
              for (const element of document.querySelectorAll('[title], [aria-label]'))
                if (/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/.test(`${element.title}${element.ariaLabel}`))
                  found.push(element.outerHTML.slice(0, 200));
              return found;
            }
            """);
        hidden.ShouldBeEmpty($"{where}: {string.Join('\n', hidden)}");
    }

    /// <summary>A Map of many objects of each class, whose properties, strings, functions and scripts have the same names.</summary>
    private string Write(string name, int objects)
    {
        var heap = new TinyHeap(TinyLayout.Node24);
        var global = heap.Object("global", 80);
        heap.Root.Element(1, heap.Synthetic("(GC roots)")).Shortcut("1", global);
        for (var kind = 0; kind < Names.Length; kind++)
        {
            var text = Names[kind];
            var handler = heap.Script(kind + 1, text).Function(text, 3, 4, selfSize: 64);
            var scope = heap.Object("system / Context", 40);
            var map = heap.Object("Map", 32);
            var table = heap.Array("", 256);
            global.Property(text, handler);
            handler.Internal("context", scope);
            scope.Context(text, map);
            map.Internal("table", table);
            for (var i = 0; i < objects; i++)
            {
                var item = heap.Object(text, 500 + kind).At(kind + 1, 1, 1);
                table.Internal((2 * i + 1).ToString(CultureInfo.InvariantCulture), item);
                item.Property(text, heap.String(text, 100)).Property("self", item);
            }
        }

        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, heap.ToJson());
        return path;
    }
}
