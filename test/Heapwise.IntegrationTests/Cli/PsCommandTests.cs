using System.Globalization;
using System.Text.Json;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class PsCommandTests
{
    private const string Program = "setInterval(() => {}, 1000); console.log('ready')";

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_running_program_is_listed(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Program);
        var row = await FindAsync(program.ProcessId);
        row.GetProperty("version").GetString().ShouldStartWith($"v{major}.");
        row.GetProperty("script").GetString().ShouldEndWith("app.js");
        row.GetProperty("rssBytes").GetInt64().ShouldBeInRange(10_000_000, 1_000_000_000);
        row.GetProperty("ageSeconds").GetDouble().ShouldBeInRange(0, 60);
        row.GetProperty("inspector").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("obstacle").GetString().ShouldBeNull();
        row.GetProperty("canAttach").GetBoolean().ShouldBeTrue();

        var page = await CliRun.OfAsync("ps");
        page.Out.ShouldContain($"{program.ProcessId}");
        page.Out.ShouldContain($"v{major}.");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_server_of_the_program_is_not_taken_for_its_inspector(int major)
    {
        const string Server = "require('net').createServer(() => {}).listen(process.debugPort, '127.0.0.1', () => console.log('ready'))";
        await using var program = await NodeProgram.RunSourceAsync(major, Server, nodeArguments: [$"--inspect-port={17_200 + major}"]);
        (await FindAsync(program.ProcessId)).GetProperty("inspector").ValueKind.ShouldBe(JsonValueKind.Null);

        var option = $"--inspect-brk=127.0.0.1:{17_300 + major}";
        await using var waiting = await NodeProgram.RunSourceAsync(major, Program, ready: null, nodeArguments: [option]);
        while (!waiting.Errors.Any()) await Task.Delay(20, TestContext.Current.CancellationToken);
        (await FindAsync(waiting.ProcessId)).GetProperty("inspector").GetString().ShouldBe($"127.0.0.1:{17_300 + major}");
    }

    [Fact]
    public async Task Children_and_worker_threads_are_listed_below_their_process()
    {
        const string Family =
            """
            const { fork } = require('child_process'), { Worker } = require('worker_threads');
            if (process.argv[2]) new Worker('setInterval(() => {}, 1000)', { eval: true, name: 'thumbnails' })
              .on('online', () => process.send(process.pid));
            else fork(__filename, ['child']).on('message', pid => console.log('ready ' + pid));
            """;
        await using var program = await NodeProgram.RunSourceAsync(24, Family);
        var ready = program.Output.Single(line => line.StartsWith("ready ", StringComparison.Ordinal));
        var child = int.Parse(ready[6..], CultureInfo.InvariantCulture);

        var row = await FindAsync(child);
        row.GetProperty("parentPid").GetInt32().ShouldBe(program.ProcessId);
        row.GetProperty("workerThreads").EnumerateArray().Single().GetString().ShouldBe("thumbnails");
        var lines = (await CliRun.OfAsync("ps")).Out.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith($"{program.ProcessId} ", StringComparison.Ordinal));
        lines[at + 1].ShouldContain($"{child}");
        lines[at + 1].ShouldContain("└─ ");
        lines[at + 2].ShouldContain("   └─ worker thread thumbnails");
    }

    [Fact]
    public async Task A_program_without_the_signal_handler_is_listed_with_the_reason_it_cannot_be_attached_to()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            20, "process.removeAllListeners('SIGUSR1'); process.on('SIGUSR1', () => {}); process.removeAllListeners('SIGUSR1');" + Program);
        var row = await FindAsync(program.ProcessId);
        row.GetProperty("canAttach").GetBoolean().ShouldBeFalse();
        row.GetProperty("obstacle").GetString()!.ShouldContain("SIGUSR1");
        (await CliRun.OfAsync("ps")).Out.ShouldContain("SIGUSR1");
    }

    private static async Task<JsonElement> FindAsync(int processId)
    {
        var run = await CliRun.OfAsync("ps --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.ps/1");
        var rows = json.RootElement.GetProperty("processes").EnumerateArray();
        return rows.Single(row => row.GetProperty("pid").GetInt32() == processId).Clone();
    }
}
