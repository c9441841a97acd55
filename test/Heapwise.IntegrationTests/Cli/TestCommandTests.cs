using System.Text.Json;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class TestCommandTests : IDisposable
{
    private readonly SmallRepository _repository = new();

    private string Settings => _repository.PathOf("heapwise.json");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_change_that_leaks_fails_beside_its_base_until_it_is_repaired_or_known()
    {
        await _repository.CreateAsync(SmallRepository.Bounded, budgets: "{}");
        await _repository.WriteAsync("lib/visits.js", SmallRepository.Leaking);
        var sarif = _repository.PathOf("out.sarif");

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

        File.Delete(_repository.PathOf("heapwise.baseline.json"));
        await _repository.WriteAsync("lib/visits.js", SmallRepository.Bounded);
        var repaired = await CliRun.OfAsync($"test --config {Settings}");
        repaired.ExitCode.ShouldBe(0, repaired.ToString());
        repaired.Out.ShouldStartWith("PASSED");
    }

    [Fact]
    public async Task Planted_memory_breaks_every_budget()
    {
        const string Budgets = """{ "maxBytesPerRequest": "500 B", "maxHeapFloor": "60 MB", "maxRss": "150 MB" }""";
        await _repository.CreateAsync(SmallRepository.Bounded, Budgets);

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
        await _repository.CreateAsync("throw new Error('no database')", budgets: "{}");
        var junit = _repository.PathOf("out.xml");

        var run = await CliRun.OfAsync($"test --config {Settings} --junit {junit}", width: 200);

        run.ExitCode.ShouldBe(2, run.ToString());
        run.Out.ShouldContain("no database");
        (await File.ReadAllTextAsync(junit, TestContext.Current.CancellationToken)).ShouldContain("<error message=");
    }

    [Fact]
    public async Task A_setup_that_fails_is_refused_with_what_it_printed()
    {
        await _repository.CreateAsync(SmallRepository.Bounded, budgets: "{}");
        const string Scenario = """{ "load": { "urls": ["/"] } }""";
        const string Setup = "echo no registry >&2; exit 3";
        await _repository.WriteAsync("heapwise.json", $$"""{ "setup": "{{Setup}}", "scenarios": { "shop": {{Scenario}} } }""");

        var run = await CliRun.OfAsync($"test --config {Settings} --against HEAD");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("no registry\n");
        run.Error.ShouldContain("ended with exit code 3");
    }

    [Fact]
    public async Task A_version_that_the_repository_does_not_have_is_refused_before_anything_runs()
    {
        await _repository.CreateAsync(SmallRepository.Bounded, budgets: "{}");

        var run = await CliRun.OfAsync($"test --config {Settings} --against nowhere");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("has no version 'nowhere'");
        run.Error.ShouldNotContain("scenario");
    }
}
