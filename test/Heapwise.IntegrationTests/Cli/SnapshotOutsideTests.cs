using System.Text.Json;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary><c>heapwise snapshot --outside</c>, on programs that run.</summary>
public sealed class SnapshotOutsideTests : IDisposable
{
    private const string Program =
        """
        class Session { constructor(i) { this.i = i } }
        global.held = []; for (let i = 0; i < 1000; i++) held.push(new Session(i));
        setInterval(() => {}, 1000); console.log('ready')
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-outside-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task What_holds_an_object_is_in_the_file_and_the_inspector_stays_closed(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major, Program, nodeArguments: NoSignal(major), prefix: NodeProgram.Apart);
        var file = Path.Combine(_folder, "a.heapsnapshot");

        var run = await CliRun.OfAsync($"snapshot {program.ProcessId} --outside --max-pause 10s -o {file} --format json");

        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("way").GetString().ShouldBe("outside");
        json.RootElement.GetProperty("nodeVersion").GetString().ShouldStartWith($"v{major}.");
        var row = json.RootElement.GetProperty("snapshots")[0];
        row.GetProperty("fileBytes").GetInt64().ShouldBe(new FileInfo(file).Length);
        row.GetProperty("stops").GetInt32().ShouldBeGreaterThan(0);
        row.GetProperty("estimatedPauseMs").ValueKind.ShouldBe(JsonValueKind.Null);
        program.Errors.ShouldBeEmpty(); // Node says so when its inspector opens
        (await CliRun.OfAsync($"summary {file} --filter Session")).Out.ShouldMatch(@"Session +1,000 .*app\.js:1:\d+");
        (await CliRun.OfAsync($"retainers {file} --class Session")).Out.ShouldContain(".held: Array");
    }

    [Fact]
    public async Task Two_of_one_process_are_compared()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            24, Program + "; setInterval(() => { for (let i = 0; i < 50; i++) held.push(new Session(i)); }, 20)",
            prefix: NodeProgram.Apart);

        var run = await CliRun.OfAsync(
            $"snapshot {program.ProcessId} --outside --max-pause 10s --count 2 --every 1s --compress -o {_folder}/a.heapsnapshot");

        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        run.Out.ShouldContain("read from outside");
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(["a.1.heapsnapshot.gz", "a.2.heapsnapshot.gz"]);
        var diff = await CliRun.OfAsync($"diff {_folder}/a.1.heapsnapshot.gz {_folder}/a.2.heapsnapshot.gz");
        diff.ExitCode.ShouldBe(ExitCode.Success, diff.ToString());
        diff.Out.ShouldContain("Session");
    }

    [Theory]
    [InlineData("--wait 1s", "--wait cannot be combined with --outside")]
    [InlineData("--force", "--force cannot be combined with --outside")]
    [InlineData("--timeout 1s", "--timeout cannot be combined with --outside")]
    public async Task Options_of_the_inspector_are_refused(string option, string message)
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program, prefix: NodeProgram.Apart);

        var run = await CliRun.OfAsync($"snapshot {program.ProcessId} --outside {option} -o {_folder}/a.heapsnapshot");

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain(message);
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_an_inspector_and_no_Node_are_refused()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program, prefix: NodeProgram.Apart);

        foreach (var target in (string[])[$"{program.ProcessId}/worker:1", "--inspect 127.0.0.1:9229"])
        {
            var run = await CliRun.OfAsync($"snapshot {target} --outside -o {_folder}/a.heapsnapshot");
            run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
            run.Error.ShouldContain("name it by PID or --name");
        }

        var ourselves = await CliRun.OfAsync($"snapshot {Environment.ProcessId} --outside -o {_folder}/a.heapsnapshot");
        ourselves.ExitCode.ShouldBe(ExitCode.Usage, ourselves.ToString());
        ourselves.Error.ShouldContain("is no Node.js that can be read from outside");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_V8_may_not_do_is_done_from_outside()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var busy = await NodeProgram.RunSourceAsync(
            24, "setInterval(() => { const until = Date.now() + 50; while (Date.now() < until); }, 10); console.log('ready')",
            prefix: NodeProgram.Apart);
        var run = await CliRun.OfAsync($"snapshot {busy.ProcessId} -o {_folder}/a.heapsnapshot --wait 1s --max-pause 20s --format json");
        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        run.Error.ShouldContain("no quiet moment");
        run.Error.ShouldContain("Its memory is copied instead");
        run.Out.ShouldContain("\"way\": \"outside\"");
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Where Node knows it: the signal that opens the inspector does nothing.</summary>
    private static string[] NoSignal(int major) => major >= 24 ? ["--disable-sigusr1"] : [];
}
