using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class RunCommandTests
{
    [Fact]
    public async Task Each_mistake_in_run_is_told_in_one_line_with_the_next_step()
    {
        string[] mistakes =
        [
            "run", "run --", "run node app.js", "run npm -- start", "run --folder -- node app.js",
            "run --folder app.heapsnapshot -- node app.js", "run --folder app.heapsnapshot/below -- true",
            "run -- no-such-program-anywhere app.js", "run -- ./app.heapsnapshot", "run -- /", "run --format json -- node app.js",
        ];
        var told = "";
        foreach (var mistake in mistakes)
        {
            var run = await CliRun.OfAsync(mistake, variables: ("PATH", "/usr/bin:/bin"));
            run.ExitCode.ShouldBe(2, mistake + "\n" + run);
            run.Out.ShouldBeEmpty(mistake);
            run.Error.Count(c => c == '\n').ShouldBe(1, mistake + "\n" + run);
            told += $"$ heapwise {mistake}\n{run.Error.Replace(Environment.CurrentDirectory, "FOLDER", StringComparison.Ordinal)}\n";
        }

        Approval.Matches(told);
    }

    [Fact]
    public async Task A_dry_run_prints_what_a_shell_takes_and_makes_nothing()
    {
        var run = await CliRun.OfAsync(
            "run --dry-run --quiet --folder dry -- npm start",
            variables: ("NODE_OPTIONS", "--title=\"it's me\" --max-old-space-size=64"));
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldBe(
            "NODE_OPTIONS='--title=\"it'\\''s me\" --max-old-space-size=64 --heapsnapshot-near-heap-limit=3 "
            + $"--diagnostic-dir={Path.GetFullPath("dry")} --inspect-port=127.0.0.1:0' npm start\n");
        Directory.Exists("dry").ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_chosen_is_said_line_by_line()
    {
        var run = await CliRun.OfAsync("run --dry-run --folder snapshots -- node --max-old-space-size=64 --disable-sigusr1 app.js");
        run.Error.Replace(Environment.CurrentDirectory, "FOLDER", StringComparison.Ordinal).ShouldBe(
            """
            heapwise: node --max-old-space-size=64 --disable-sigusr1 app.js runs with
              (--max-old-space-size=64 is yours and is kept)
              --heapsnapshot-near-heap-limit=3: a snapshot when the heap nears its limit, three at most
              --diagnostic-dir=FOLDER/snapshots: where they are written
              (--disable-sigusr1 is yours: heapwise cannot attach by pid)

            """);
    }

    [Fact]
    public async Task Snapshots_of_earlier_runs_are_told_empty_ones_as_such()
    {
        Directory.CreateDirectory("earlier");
        await File.WriteAllTextAsync("earlier/Heap.1.heapsnapshot", "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync("earlier/Heap.2.heapsnapshot", "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc("earlier/Heap.1.heapsnapshot", DateTime.UnixEpoch);
        try
        {
            var run = await CliRun.OfAsync("run --dry-run --folder earlier -- node --max-old-space-size=64 app.js");
            run.Error.ShouldEndWith(
                "heapwise: earlier runs left 2 snapshots in earlier, 1 of them empty: the program was killed while it wrote. "
                + "Next: heapwise diagnose earlier/Heap.1.heapsnapshot\n");
        }
        finally
        {
            Directory.Delete("earlier", recursive: true);
        }
    }
}
