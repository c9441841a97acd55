using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class DiagnoseCommandTests
{
    [Fact]
    public async Task Each_mistake_in_diagnose_is_told_in_one_line_with_the_next_step()
    {
        string[] mistakes =
        [
            "diagnose", "diagnose --rounds 4 1.heapsnapshot", "diagnose --load http://127.0.0.1:1/ node app.js",
            "diagnose --pid 1 1.heapsnapshot 2.heapsnapshot",
            "diagnose --pid 1 -- node app.js", "diagnose --", "diagnose --pid x", "diagnose --inspect nowhere",
            "diagnose --load 127.0.0.1:3000 -- node app.js", "diagnose --load http://127.0.0.1:1/ --load-cmd ./drive -- node app.js",
            "diagnose --requests 5 -- node app.js", "diagnose --load-cmd ./drive --header a:b -- node app.js",
            "diagnose --load http://127.0.0.1:1/ --requests 0 -- node app.js",
            "diagnose --load http://127.0.0.1:1/ --header nonsense -- node app.js",
            "diagnose --load http://127.0.0.1:1/ --body @missing.json -- node app.js",
            "diagnose --load http://127.0.0.1:1/ --method G{T -- node app.js", "diagnose --every 5x -- node app.js",
            "diagnose --rounds 0 -- node app.js",
            "diagnose --fail-on sometimes 1.heapsnapshot 2.heapsnapshot", "diagnose --keep 1.heapsnapshot -- node app.js",
            "diagnose -- no-such-program-anywhere app.js",
            "diagnose 1.heapsnapshot missing.heapsnapshot", "diagnose --pid 2000000000",
            "diagnose -o missing/report.json -- node app.js", "diagnose -o . -- node app.js",
            "diagnose --by structure -- node app.js", "diagnose --by identity app.heapsnapshot other.heapsnapshot",
            "diagnose --no-snapshot --keep f -- node app.js", "diagnose --no-snapshot 1.heapsnapshot 2.heapsnapshot",
            "diagnose .", "diagnose --load / -- npm start", "diagnose . -- node app.js",
        ];
        var told = "";
        foreach (var mistake in mistakes)
        {
            var run = await CliRun.OfAsync(mistake);
            run.ExitCode.ShouldBe(2, mistake + "\n" + run);
            run.Out.ShouldBeEmpty(mistake);
            run.Error.Count(c => c == '\n').ShouldBe(1, mistake + "\n" + run);
            told += $"$ heapwise {mistake}\n{run.Error}\n";
        }

        Approval.Matches(told);
    }

    [Fact]
    public async Task Snapshots_of_two_processes_are_compared_by_structure()
    {
        var run = await CliRun.OfAsync("diagnose healthy.heapsnapshot sick.heapsnapshot");

        run.ExitCode.ShouldBe(0, run.ToString());
        Approval.Matches(run.Out);
    }

    [Fact]
    public async Task Inconclusive_by_structure_fails_where_that_is_asked_for()
    {
        var run = await CliRun.OfAsync("diagnose healthy.heapsnapshot sick.heapsnapshot --fail-on inconclusive");

        run.ExitCode.ShouldBe(1, run.ToString());
    }

    [Fact]
    public async Task Snapshots_of_one_process_are_compared_by_structure_where_that_is_asked_for()
    {
        var run = await CliRun.OfAsync("diagnose before.heapsnapshot after.heapsnapshot --by structure --format json");

        run.Out.ShouldContain("\"comparedBy\": \"structure\"");
    }

    [Fact]
    public async Task A_single_snapshot_shows_suspects()
    {
        var text = "";
        foreach (var arguments in (string[])
            ["crash.heapsnapshot", "crash.heapsnapshot --lang zh", "crash.heapsnapshot --format md", "app.heapsnapshot"])
        {
            var run = await CliRun.OfAsync("diagnose " + arguments, width: 100);
            run.ExitCode.ShouldBe(0, run.ToString());
            run.Error.ShouldBeEmpty();
            text += $"$ heapwise diagnose {arguments}\n{run.Out}\n";
        }

        Approval.Matches(text);
    }

    [Theory]
    [InlineData("crash.heapsnapshot", 1)]
    [InlineData("app.heapsnapshot", 0)]
    public async Task Suspects_fail_a_run_only_on_request(string file, int exitCode) =>
        (await CliRun.OfAsync($"diagnose --fail-on suspects {file}")).ExitCode.ShouldBe(exitCode);
}
