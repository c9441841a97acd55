using System.Text.Json;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Surroundings;
using Heapwise.Live.Targets;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary><c>heapwise doctor</c> on this machine, whose other processes may be anything.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private const string Program = "setInterval(() => {}, 1000); console.log('ready')";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-doctor-").FullName;

    [Fact]
    public async Task The_holder_of_the_port_is_named_and_nobody_is_attached_to()
    {
        using var turn = await IntegrationTests.InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var other = await NodeProgram.RunSourceAsync(22, Program);

        var checks = await ChecksAsync();

        checks["inspector-port"].GetProperty("state").GetString().ShouldBe("note");
        var message = checks["inspector-port"].GetProperty("message").GetString()!;
        message.ShouldContain($"is taken by pid {holder.ProcessId} (");
        checks["inspector-port"].GetProperty("command").GetString()!.ShouldStartWith("heapwise stats --move-inspector ");
        checks["processes"].GetProperty("message").GetString()!.ShouldContain("heapwise can attach to ");
        ProcSockets.ReadListening(other.ProcessId).ShouldBeEmpty();
        other.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_inspector_that_a_killed_run_left_open_is_found_and_left_alone()
    {
        var options = new TargetOptions { StateFolder = _folder };
        await using var program = await NodeProgram.RunSourceAsync(
            20, "console.log('ready'); setTimeout(() => { for (;;) Math.random() }, 1)", nodeArguments: ["--inspect-port=0"]);
        var spec = new TargetSpec.RunningProcess(program.ProcessId);
        var killed = await NodeTarget.OpenAsync(spec, options, TestContext.Current.CancellationToken);
        LeftBehind.Find(options, _folder).Inspectors.ShouldBeEmpty("somebody is connected");
        killed.Connection.Drop();
        await killed.Connection.Closed;

        var found = LeftBehind.Find(options, _folder);
        for (var i = 0; i < 100 && found.IsNothing; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken); // until the connection is closed on its side, too
            found = LeftBehind.Find(options, _folder);
        }

        found.Inspectors.ShouldBe([program.ProcessId]);
        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
        Directory.GetFiles(_folder, "inspector-*").ShouldHaveSingleItem();
    }

    /// <summary>As in a container whose user has no home. Nothing may be written into the current folder instead.</summary>
    [Fact]
    public async Task A_home_that_does_not_exist_is_not_replaced_by_the_current_folder()
    {
        var home = Path.Combine(_folder, "missing");
        var environment = new Dictionary<string, string> { ["HOME"] = home, ["XDG_CACHE_HOME"] = "", ["XDG_STATE_HOME"] = "" };
        await using var heapwise = await RunningProgram.StartAsync(["doctor", "--format", "json"], environment: environment);
        await heapwise.WaitForExitAsync();

        heapwise.Output.ShouldContain($"\"message\": \"{home}/.cache/heapwise/index");
        heapwise.Output.ShouldContain($"\"message\": \"{home}/.local/state/heapwise");
        Path.Exists(home).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The first of each name.</summary>
    private static async Task<Dictionary<string, JsonElement>> ChecksAsync()
    {
        var run = await CliRun.OfAsync("doctor --format json");
        run.ExitCode.ShouldBeInRange(0, 1, run.ToString());
        run.Error.ShouldBeEmpty();
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.doctor/1");
        return json.RootElement.GetProperty("checks").EnumerateArray()
            .GroupBy(check => check.GetProperty("name").GetString()!)
            .ToDictionary(group => group.Key, group => group.First().Clone(), StringComparer.Ordinal);
    }
}
