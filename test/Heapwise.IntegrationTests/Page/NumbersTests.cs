using System.Text.Json;
using Heapwise.Analysis.Reports;
using Heapwise.Heap;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Page;

/// <summary>The API says what the command line says.</summary>
public sealed class NumbersTests
{
    private static readonly (string Name, byte[] Content)[] Files =
    [
        ("1.heapsnapshot", SampleFolder.Server(sessions: 2).ToJson()),
        ("2.heapsnapshot", SampleFolder.Server(sessions: 4).ToJson()),
        ("3.heapsnapshot", SampleFolder.Server(sessions: 60, dataBytes: 50_000).ToJson()),
    ];

    [Fact]
    public async Task Classes_are_those_of_the_summary()
    {
        await using var page = await PageRun.OfFilesAsync(Files);
        var (id, snapshot) = await LastAsync(page);
        using (snapshot)
        {
            var expected = JsonDocument.Parse(ReportJson.Write(SummaryReport.From(snapshot))).RootElement.GetProperty("classes");
            var classes = (await page.GetAsync($"snapshots/{id}/classes?limit=1000")).GetProperty("rows");
            classes.GetArrayLength().ShouldBe(expected.GetArrayLength());
            foreach (var (row, wanted) in classes.EnumerateArray().Zip(expected.EnumerateArray()))
                ShouldHave(row, wanted, "name", "key", "count", "shallowBytes", "retainedBytes", "distance", "location");
        }
    }

    [Fact]
    public async Task A_comparison_is_that_of_diff()
    {
        await using var page = await PageRun.OfFilesAsync(Files);
        var ids = await page.FindIdsAsync();
        var expected = JsonDocument.Parse((await CliRun.OfAsync(
            $"diff {string.Join(' ', Files.Select(file => Path.Combine(page.Folder, file.Name)))} --format json")).Out).RootElement;
        var answer = await page.GetAsync($"compare?files={string.Join(',', ids)}&limit=1000");
        ShouldHave(answer, expected, "comparedBy", "totalBytes");
        foreach (var (row, wanted) in answer.GetProperty("rows").EnumerateArray().Zip(expected.GetProperty("classes").EnumerateArray()))
        {
            ShouldHave(
                row, wanted, "key", "added", "removed", "delta", "addedBytes", "removedBytes", "deltaBytes", "counts", "shallowBytes");
        }

        foreach (var row in answer.GetProperty("rows").EnumerateArray())
        {
            var key = Uri.EscapeDataString(row.GetProperty("key").GetString()!);
            var added = await page.GetAsync($"compare/objects?files={string.Join(',', ids)}&which=added&class={key}");
            added.GetProperty("matching").GetInt64().ShouldBe(row.GetProperty("added").GetInt64());
        }
    }

    [Fact]
    public async Task Findings_are_those_of_diagnose()
    {
        await using var page = await PageRun.OfFilesAsync(Files);
        var ids = await page.FindIdsAsync();
        var file = Path.Combine(page.Folder, Files[^1].Name);
        var expected = JsonDocument.Parse((await CliRun.OfAsync($"diagnose {file} --format json")).Out).RootElement;
        var answer = await WaitAsync(page, ids[^1]);
        Normal(answer.GetProperty("suspects")).ShouldBe(Normal(expected));
        answer.GetProperty("sources").GetArrayLength().ShouldBe(expected.GetProperty("suspects").GetArrayLength());

        var chinese = await page.GetAsync($"findings?files={ids[^1]}&lang=zh");
        chinese.GetProperty("suspects").GetProperty("language").GetString().ShouldBe("zh");
        var both = await WaitAsync(page, string.Join(',', ids));
        both.GetProperty("diagnosis").GetProperty("rounds").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task An_object_is_that_of_node_and_its_paths_those_of_retainers()
    {
        await using var page = await PageRun.OfFilesAsync(Files);
        var (id, snapshot) = await LastAsync(page);
        snapshot.Dispose();
        var file = Path.Combine(page.Folder, Files[^1].Name);
        var node = JsonDocument.Parse((await CliRun.OfAsync($"node {file} @13 --format json")).Out).RootElement;
        var answer = await page.GetAsync($"snapshots/{id}/objects/13");
        ShouldHave(answer, node, "id", "type", "className", "selfBytes", "retainedBytes", "distance", "dominatorId", "location");
        answer.GetProperty("preview").GetProperty("kind").GetString().ShouldBe("map");
        var retainers = JsonDocument.Parse((await CliRun.OfAsync($"retainers {file} @13 --format json --top 5")).Out).RootElement;
        var paths = await page.GetAsync($"snapshots/{id}/objects/13/paths");
        ShouldHave(paths, retainers, "holder", "paths");
    }

    [Fact]
    public async Task An_analysis_that_failed_is_tried_again()
    {
        await using var page = await PageRun.OfFilesAsync(("cut.heapsnapshot", Files[0].Content[..500]));
        var id = (await page.FindIdsAsync())[0];
        var failed = await WaitAsync(page, id, "failed");
        failed.GetProperty("error").GetString()!.ShouldContain("cut.heapsnapshot");
        await File.WriteAllBytesAsync(
            Path.Combine(page.Folder, "cut.heapsnapshot"), Files[0].Content, TestContext.Current.CancellationToken);
        (await WaitAsync(page, id, "done")).GetProperty("suspects").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task A_damaged_file_says_what_is_wrong()
    {
        await using var page = await PageRun.OfFilesAsync(("cut.heapsnapshot", Files[0].Content[..500]));
        var id = (await page.FindIdsAsync())[0];
        using var answer = await page.Client.GetAsync($"/api/snapshots/{id}", TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(422);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        problem.GetProperty("detail").GetString()!.ShouldContain("cut.heapsnapshot");
        var source = (await page.GetAsync("session")).GetProperty("sources")[0];
        source.GetProperty("state").GetString().ShouldBe("failed");
        source.GetProperty("error").GetString().ShouldBe(problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("snapshots/ffffffff", 404)]
    [InlineData("snapshots/ID/objects/999999", 404)]
    [InlineData("snapshots/ID/objects?class=Nothing", 404)]
    [InlineData("snapshots/ID/classes?sort=colour", 400)]
    [InlineData("snapshots/ID/classes?filter=%2F(%2F", 400)]
    [InlineData("snapshots/ID/classes?limit=many", 400)]
    [InlineData("compare?files=ID", 400)]
    [InlineData("findings?files=", 400)]
    [InlineData("profiles/ID", 400)]
    [InlineData("live/1", 409)]
    [InlineData("history", 404)]
    [InlineData("nothing", 404)]
    public async Task Wrong_questions_get_a_problem_in_words(string path, int status)
    {
        await using var page = await PageRun.OfFilesAsync(Files[0]);
        var id = (await page.FindIdsAsync())[0];
        using var answer = await page.Client.GetAsync(
            $"/api/{path.Replace("ID", id, StringComparison.Ordinal)}", TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(10);
    }

    private static async Task<(string Id, HeapSnapshot Snapshot)> LastAsync(PageRun page) =>
        ((await page.FindIdsAsync())[^1], HeapSnapshot.Open(Path.Combine(page.Folder, Files[^1].Name)));

    private static async Task<JsonElement> WaitAsync(PageRun page, string files, string state = "done")
    {
        while (true)
        {
            var answer = await page.GetAsync($"findings?files={files}");
            if (answer.GetProperty("state").GetString() == state) return answer;
            answer.GetProperty("state").GetString().ShouldBe("running", answer.ToString());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static void ShouldHave(JsonElement row, JsonElement expected, params string[] names)
    {
        foreach (var name in names) Normal(row.GetProperty(name)).ShouldBe(Normal(expected.GetProperty(name)), name);
    }

    /// <summary>The command line indents.</summary>
    private static string Normal(JsonElement element) => JsonSerializer.Serialize(element);
}
