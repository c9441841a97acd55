using Heapwise.Server;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Every view is checked with axe-core, light and dark.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyAccessTests(BrowserHost browser, ShopRecording shop) : IDisposable
{
    private const string AxeVersion = "4.14.1";

    private const string Violations =
        """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(node => `${node.html.slice(0, 160)} ${node.failureSummary}`)].join(' | '))
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-access-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_view_keeps_anybody_out(ColorScheme scheme)
    {
        var axe = await NodeInstall.RequirePackageAsync("axe-core", AxeVersion, "axe.min.js");
        IReadOnlyList<string> files = [.. (await shop.RequireAsync()).TakeLast(2), .. JourneyViews.WriteRecordings(_folder)];
        await using var journey = await Journey.StartAsync(
            browser, new ServerOptions { Paths = files }, new() { ColorScheme = scheme, BypassCSP = true });
        List<string> problems = [];
        await JourneyViews.VisitAsync(journey, async view =>
        {
            if (!await journey.Page.EvaluateAsync<bool>("() => 'axe' in window"))
                await journey.Page.AddScriptTagAsync(new() { Path = axe });
            foreach (var problem in await journey.Page.EvaluateAsync<string[]>(Violations)) problems.Add($"{view}: {problem}");
        });
        problems.ShouldBeEmpty(string.Join('\n', problems));
        journey.ShouldBeQuiet();
    }
}
