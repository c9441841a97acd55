using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Heapwise.Cli;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class SnapshotCommandTests : IDisposable
{
    private const string Program =
        """
        class Session { constructor(i) { this.i = i } }
        global.held = []; for (let i = 0; i < 1000; i++) held.push(new Session(i));
        setInterval(() => {}, 1000); console.log('ready')
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-snapshot-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_snapshot_of_a_pid_can_be_read_at_once(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Program);
        var file = Path.Combine(_folder, "a.heapsnapshot");
        var run = await CliRun.OfAsync($"snapshot --pid {program.ProcessId} -o {file} --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.snapshot/1");
        json.RootElement.GetProperty("snapshots")[0].GetProperty("fileBytes").GetInt64().ShouldBe(new FileInfo(file).Length);
        json.RootElement.GetProperty("nodeVersion").GetString().ShouldStartWith($"v{major}.");

        var summary = await CliRun.OfAsync($"summary {file} --filter Session");
        summary.Out.ShouldMatch(@"Session +1,000 .*app\.js:1:\d+");
        var retainers = await CliRun.OfAsync($"retainers {file} --class Session");
        retainers.Out.ShouldContain(".held: Array");
    }

    [Fact]
    public async Task Examples_of_the_help_run()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var inspected = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: ["--inspect=127.0.0.1:0"]);
        var address = await InspectorOfAsync(inspected);
        foreach (var example in new SnapshotCommand(new Terminal { Output = Stream.Null, Error = TextWriter.Null }).Examples)
        {
            var line = example.CommandLine["heapwise ".Length..]
                .Replace("4711", program.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("127.0.0.1:9229", address, StringComparison.Ordinal);
            line = line.Replace("10m", "10ms", StringComparison.Ordinal);
            line = line.Contains(" -o ", StringComparison.Ordinal)
                ? line.Replace(" -o ", $" -o {_folder}/", StringComparison.Ordinal)
                : $"{line} -o {_folder}/inspected.heapsnapshot";
            var run = await CliRun.OfAsync(line);
            run.ExitCode.ShouldBe(0, run.ToString());
        }

        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe(
            [
                "app.heapsnapshot", "app.1.heapsnapshot", "app.2.heapsnapshot", "app.3.heapsnapshot",
                "inspected.heapsnapshot", "inspected.heapsnapshot.gz", "outside.heapsnapshot",
            ],
            ignoreOrder: true);
        var numbered = string.Join(' ', Enumerable.Range(1, 3).Select(i => $"{_folder}/app.{i}.heapsnapshot"));
        (await CliRun.OfAsync($"diff {numbered}")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Snapshots_of_two_attachments_are_compared_by_structure_and_not_by_identity()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        foreach (var name in new[] { "a", "b" })
        {
            (await CliRun.OfAsync($"snapshot --pid {program.ProcessId} -o {_folder}/{name}.heapsnapshot")).ExitCode.ShouldBe(0);
        }

        var diff = $"diff {_folder}/a.heapsnapshot {_folder}/b.heapsnapshot";
        var run = await CliRun.OfAsync(diff);
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("by structure");
        var strict = await CliRun.OfAsync($"{diff} --by identity");
        strict.ExitCode.ShouldBe(ExitCode.Usage);
        strict.Error.ShouldContain("heapwise snapshot --count 2");
    }

    [Fact]
    public async Task A_pause_that_is_too_long_is_refused_with_exit_code_3()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        var run = await CliRun.OfAsync($"snapshot --pid {program.ProcessId} -o {_folder}/a.heapsnapshot --max-pause 1ms --no-outside");
        run.ExitCode.ShouldBe(ExitCode.Refused);
        run.Error.ShouldContain("--max-pause");
        run.Error.Count(c => c == '\n').ShouldBe(1);
        Directory.GetFiles(_folder).ShouldBeEmpty();
        var forced = await CliRun.OfAsync($"snapshot --pid {program.ProcessId} -o {_folder}/a.heapsnapshot --max-pause 1ms --force");
        forced.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_compressed_snapshot_is_read_like_any_other()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        var file = Path.Combine(_folder, "a.heapsnapshot.gz");
        var run = await CliRun.OfAsync($"snapshot {program.ProcessId} -o {file} --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        File.ReadAllBytes(file)[..2].ShouldBe([0x1f, 0x8b]);
        using var json = JsonDocument.Parse(run.Out);
        var row = json.RootElement.GetProperty("snapshots")[0];
        row.GetProperty("fileBytes").GetInt64().ShouldBe(new FileInfo(file).Length);
        row.GetProperty("nodes").GetInt64().ShouldBeGreaterThan(10_000);
        var summary = await CliRun.OfAsync($"summary {file}");
        summary.ExitCode.ShouldBe(0, summary.ToString());
        summary.Out.ShouldContain("Session");
        Directory.GetFiles(_folder).ShouldBe([file]);
    }

    [Fact]
    public async Task A_snapshot_waits_for_a_quiet_moment_and_leaves_a_busy_program_alone()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var quiet = await NodeProgram.RunSourceAsync(24, Program);
        (await CliRun.OfAsync($"snapshot {quiet.ProcessId} -o {_folder}/a.heapsnapshot --wait 30s")).ExitCode.ShouldBe(0);
        await using var busy = await NodeProgram.RunSourceAsync(
            24, Program + "; setInterval(() => { const until = Date.now() + 50; while (Date.now() < until); }, 10)");
        var run = await CliRun.OfAsync($"snapshot {busy.ProcessId} -o {_folder}/b.heapsnapshot --wait 1s --no-outside");
        run.ExitCode.ShouldBe(ExitCode.Refused, run.ToString());
        run.Error.ShouldContain("no quiet moment");
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("snapshot", "name one process")]
    [InlineData("snapshot --pid 1 --inspect 9229", "name one process")]
    [InlineData("snapshot --pid 0", "not a process id")]
    [InlineData("snapshot --pid x", "not a process id")]
    [InlineData("snapshot --pid 999999999", "no such process")]
    [InlineData("snapshot --inspect nonsense", "not an inspector's address")]
    [InlineData("snapshot --inspect 127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("snapshot --pid 1 --max-pause soon", "not a time")]
    public async Task An_unreachable_target_is_reported_in_one_line(string arguments, string words)
    {
        var run = await CliRun.OfAsync(arguments);
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith("heapwise: ");
        run.Error.ShouldContain(words);
        run.Error.Count(c => c == '\n').ShouldBe(1, run.Error);
    }

    [Fact]
    public async Task A_process_that_is_not_node_is_left_alone()
    {
        using var other = Process.Start("sleep", "60");
        try
        {
            var run = await CliRun.OfAsync($"snapshot --pid {other.Id}");
            run.ExitCode.ShouldBe(ExitCode.Usage);
            run.Error.ShouldContain("does not look like Node");
            other.HasExited.ShouldBeFalse();
        }
        finally
        {
            other.Kill();
            await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_stopped_capture_leaves_no_file_and_the_process_running()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program.Replace("1000", "400000", StringComparison.Ordinal));
        using var stop = new CancellationTokenSource();
        using var stopped = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Output = Stream.Null, Error = stopped };
        string[] arguments = ["snapshot", "--pid", $"{program.ProcessId}", "-o", $"{_folder}/a.heapsnapshot", "--max-pause", "10m"];
        var run = HeapwiseApp.RunAsync(arguments, terminal, stop.Token);
        while (Directory.GetFiles(_folder, "*.partial").Length == 0 && !run.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        (await run).ShouldBe(ExitCode.Interrupted, stopped.ToString());
        stopped.ToString().ShouldEndWith("heapwise: stopped\n");
        Directory.GetFiles(_folder).ShouldBeEmpty();
        program.HasExited.ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>From the line that Node prints on its standard error.</summary>
    private static async Task<string> InspectorOfAsync(NodeProgram program)
    {
        while (true)
        {
            if (program.Errors.FirstOrDefault(line => line.Contains("ws://", StringComparison.Ordinal)) is { } line)
            {
                return new Uri(line[line.IndexOf("ws://", StringComparison.Ordinal)..]).Authority;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
