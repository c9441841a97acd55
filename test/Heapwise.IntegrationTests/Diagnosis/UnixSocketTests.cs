using Heapwise.Analysis.Leaks;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>Servers that no port of this machine leads to.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private const string Leaking =
        """
        const kept = [];
        require('http').createServer((request, response) => {
          kept.push({ url: request.url, list: new Array(200).fill(kept.length) });
          response.end('ok');
        }).listen(process.env.SOCKET ?? 3000, () => console.log('ready'));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-socket-").FullName;

    private string Socket => Path.Combine(_folder, "app.sock");

    [Fact]
    public async Task A_server_at_a_unix_socket_is_found_and_driven()
    {
        var run = await RunAsync(["--load", "/a", "--rounds", "2"]);

        var report = DiagnoseRun.Report(run);
        report.Verdict.ShouldBe(Verdict.Leak);
        run.Out.ShouldContain($"GET /a through {Socket}");
    }

    [Fact]
    public async Task The_socket_can_be_given()
    {
        var run = await RunAsync(["--load", "http://shop.example/a", "--unix-socket", Socket, "--rounds", "1", "--max-rounds", "0"]);

        run.Error.ShouldContain($"GET http://shop.example/a through {Socket}");
        run.Error.ShouldContain("13 requests", customMessage: run.ToString());
    }

    [Fact]
    public async Task The_port_of_a_running_server_is_not_confused_with_the_inspector_that_was_opened()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(
            24, "require('http').createServer((request, response) => response.end()).listen(0, '127.0.0.1', () => console.log('ready'))");

        var run = await DiagnoseRun.OfAsync(
            ["--pid", $"{program.ProcessId}", "--load", "/", .. DiagnoseRun.Short, "--rounds", "1", "--max-rounds", "0"]);

        run.Error.ShouldContain("round 1/1: 13 requests", customMessage: run.ToString());
    }

    [Fact]
    public async Task A_server_in_another_network_is_said_to_be_there()
    {
        await Privileges.RequireAsync(Privileges.InContainer, await NodeInstall.RequireAsync(24));
        await using var program = await NodeProgram.RunSourceAsync(24, Leaking, prefix: Privileges.InContainer);
        var processId = (await File.ReadAllTextAsync(
            $"/proc/{program.ProcessId}/task/{program.ProcessId}/children", TestContext.Current.CancellationToken)).Trim();

        var found = await DiagnoseRun.OfAsync(["--pid", processId, "--load", "/"]);
        found.ExitCode.ShouldBe(2);
        found.Error.ShouldContain($"nsenter -t {processId} -n heapwise");

        var given = await DiagnoseRun.OfAsync(
            ["--pid", processId, "--load", $"http://127.0.0.1:{DiagnoseRun.FreePort()}/", "--ready-timeout", "500ms"]);
        given.ExitCode.ShouldBe(2);
        given.Error.ShouldContain("Connection refused");
        given.Error.ShouldContain($"nsenter -t {processId} -n heapwise");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CliRun> RunAsync(string[] options)
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, Leaking, TestContext.Current.CancellationToken);
        var node = await NodeInstall.RequireAsync(24);
        return await DiagnoseRun.OfAsync(
            [.. options, .. DiagnoseRun.Short, "--format", "json", "--", "env", $"SOCKET={Socket}", node, script]);
    }
}
