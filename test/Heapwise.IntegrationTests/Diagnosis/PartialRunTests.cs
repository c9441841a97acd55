using Heapwise.Analysis.Leaks;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>A run that ends early answers with the rounds that it has.</summary>
public sealed class PartialRunTests : IDisposable
{
    /// <summary>Leaks with each request, and runs out of memory after fifty.</summary>
    private const string Program =
        """
        const leaked = [];
        class Visit { constructor(text) { this.text = text } }
        let count = 0;
        require('http').createServer((request, response) => {
          for (let i = 0; i < 100; i++) leaked.push(new Visit('text ' + count + i));
          if (++count > 50) for (;;) leaked.push({ count });
          response.end('ok');
        }).listen(process.env.PORT, '127.0.0.1');
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-partial-").FullName;
    private readonly int _port = DiagnoseRun.FreePort();

    [Fact]
    public async Task A_program_that_runs_out_of_memory_is_diagnosed_from_the_rounds_before()
    {
        var node = await NodeInstall.RequireAsync(24);
        var script = await WriteAsync();
        string[] load = ["--load", $"http://127.0.0.1:{_port}/", .. DiagnoseRun.Short, "--concurrency", "1"];
        var run = await DiagnoseRun.OfAsync(
            [.. load, "--format", "json", "--", "env", $"PORT={_port}", node, "--max-old-space-size=60", script], temporary: _folder);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        run.Error.ShouldContain("JavaScript heap out of memory");
        var report = DiagnoseRun.Report(run);
        report.Partial.ShouldBe(EarlyEnd.TargetEnded);
        report.Findings[0].Title.ShouldContain("leaked");
        Directory.GetDirectories(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_what_its_rounds_show()
    {
        var node = await NodeInstall.RequireAsync(24);
        var script = await WriteAsync();
        using var stop = new CancellationTokenSource();
        // The third round never ends.
        string[] load = ["--load-cmd", $"if [ $HEAPWISE_ROUND = 3 ]; then touch {_folder}/third; sleep 100; fi"];
        var running = DiagnoseRun.OfAsync(
            [.. load, "--format", "json", .. DiagnoseRun.Program(node, script, _port)], stop.Token, temporary: _folder);
        while (!File.Exists($"{_folder}/third") && !running.IsCompleted) await Task.Delay(20, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        var run = await running;

        run.ExitCode.ShouldBe(ExitCode.Interrupted, run.ToString());
        var report = DiagnoseRun.Report(run);
        report.Partial.ShouldBe(EarlyEnd.Stopped);
        report.Rounds.Count.ShouldBe(3);
        Directory.GetDirectories(_folder).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync()
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, Program, TestContext.Current.CancellationToken);
        return script;
    }
}
