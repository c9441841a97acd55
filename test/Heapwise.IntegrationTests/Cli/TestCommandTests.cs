using System.Diagnostics;
using System.Text.Json;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>A small repository, as a pipeline finds it.</summary>
public sealed class TestCommandTests : IDisposable
{
    private const string Server = """
        const { remember } = require('./lib/visits');
        require('http').createServer((request, response) => { remember(request.url); response.end('ok'); }).listen(0, '127.0.0.1');
        """;

    private const string Bounded = """
        const visits = [];
        exports.remember = url => {
          visits.push({ url });
          if (visits.length > 100) visits.shift();
        };
        """;

    private const string Leaking = """
        const visits = [];
        exports.remember = url => {
          visits.push({ url });
        };
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-repository-").FullName;

    private string Settings => Path.Combine(_folder, "heapwise.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_change_that_leaks_fails_beside_its_base_until_it_is_repaired_or_known()
    {
        await CreateAsync(Bounded, budgets: "{}");
        await WriteAsync("lib/visits.js", Leaking);
        var sarif = Path.Combine(_folder, "out.sarif");

        var change = await CliRun.OfAsync($"test --config {Settings} --against HEAD --sarif {sarif} --format json");

        change.ExitCode.ShouldBe(1, change.ToString());
        using var report = JsonDocument.Parse(change.Out);
        var compared = report.RootElement.GetProperty("scenarios")[0].GetProperty("compared");
        compared.GetProperty("before").GetProperty("verdict").GetString().ShouldBe("no-leak");
        compared.GetProperty("findings")[0].GetProperty("outcome").GetString().ShouldBe("new");
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken));
        var result = results.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("lib/visits.js");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(3);

        (await CliRun.OfAsync($"test --config {Settings} --update-baseline")).ExitCode.ShouldBe(0);
        var known = await CliRun.OfAsync($"test --config {Settings}");
        known.ExitCode.ShouldBe(0, known.ToString());
        known.Out.ShouldContain("no new leak; 1 known");

        File.Delete(Path.Combine(_folder, "heapwise.baseline.json"));
        await WriteAsync("lib/visits.js", Bounded);
        var repaired = await CliRun.OfAsync($"test --config {Settings}");
        repaired.ExitCode.ShouldBe(0, repaired.ToString());
        repaired.Out.ShouldStartWith("PASSED");
    }

    [Fact]
    public async Task Planted_memory_breaks_every_budget()
    {
        await CreateAsync(Bounded, """{ "maxBytesPerRequest": "500 B", "maxHeapFloor": "60 MB", "maxRss": "150 MB" }""");

        var plain = await CliRun.OfAsync($"test --config {Settings}");
        var proof = await CliRun.OfAsync($"test --config {Settings} --prove", width: 120);

        plain.ExitCode.ShouldBe(0, plain.ToString());
        proof.ExitCode.ShouldBe(0, proof.ToString());
        foreach (var budget in (string[])["leak", "maxBytesPerRequest", "maxHeapFloor", "maxRss"])
            proof.Out.ShouldContain($"planted memory breaks {budget}, as it must");
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_an_error_of_its_scenario_and_not_a_leak()
    {
        await CreateAsync("throw new Error('no database')", budgets: "{}");
        var junit = Path.Combine(_folder, "out.xml");

        var run = await CliRun.OfAsync($"test --config {Settings} --junit {junit}", width: 200);

        run.ExitCode.ShouldBe(2, run.ToString());
        run.Out.ShouldContain("no database");
        (await File.ReadAllTextAsync(junit, TestContext.Current.CancellationToken)).ShouldContain("<error message=");
    }

    [Fact]
    public async Task A_version_that_the_repository_does_not_have_is_refused_before_anything_runs()
    {
        await CreateAsync(Bounded, budgets: "{}");

        var run = await CliRun.OfAsync($"test --config {Settings} --against nowhere");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("has no version 'nowhere'");
        run.Error.ShouldNotContain("scenario");
    }

    private async Task CreateAsync(string visits, string budgets)
    {
        var node = await NodeInstall.RequireAsync(24);
        await WriteAsync("server.js", Server);
        await WriteAsync("lib/visits.js", visits);
        await WriteAsync(
            "heapwise.json",
            $$"""
            { "scenarios": { "shop": { "start": ["{{node}}", "server.js"], "load": { "urls": ["/{n}"] }, "budgets": {{budgets}} } } }
            """);
        await GitAsync("init", "-q");
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "a shop");
    }

    private async Task WriteAsync(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }

    private async Task GitAsync(params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = _folder })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
