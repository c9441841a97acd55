using Heapwise.Cli.Shell;
using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>However heapwise is asked to stop, the end is the same: the inspector closed, recordings whole, nothing left behind.</summary>
public sealed class StopSignalTests
{
    private const int HangUp = 1;
    private const string Listening = "Debugger listening on ";
    private const string Program = "setInterval(() => {}, 20); console.log('ready')";

    /// <summary>The tests themselves may have been started by nohup, which is inherited.</summary>
    private static IReadOnlyList<string> Unignored { get; } = ["env", "--default-signal=HUP"];

    [Theory]
    [InlineData("top --record a.jsonl", HangUp, 1, ExitCode.Success)]
    [InlineData("gc --watch", Signals.Terminate, 2, ExitCode.Success)]
    [InlineData("record --interval 64K -o a.heapprofile", HangUp, 2, ExitCode.Success)]
    [InlineData("diagnose --every 1s", HangUp, 1, ExitCode.Interrupted)]
    [InlineData("diagnose --every 1s", Signals.Terminate, 3, ExitCode.Interrupted)]
    public async Task Every_way_to_stop_is_the_same_orderly_end(string command, int signal, int times, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks at what a process listens on");
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        var temporary = new Dictionary<string, string> { ["TMPDIR"] = Directory.CreateTempSubdirectory("heapwise-tmp-").FullName };
        await using var run = await RunningProgram.StartAsync(
            [.. command.Split(' '), "--pid", $"{program.ProcessId}", "--verbose"], prefix: Unignored, environment: temporary);
        await run.WaitForAsync(command.Split(' ')[0] switch
        {
            "top" => "  heap ",
            "gc" => "Pause",
            "diagnose" => "baseline",
            _ => "attached to",
        });
        if (command.StartsWith("record", StringComparison.Ordinal))
        {
            await WaitAsync(() => Directory.GetFiles(run.Folder).Length > 0);
            await Task.Delay(1500, TestContext.Current.CancellationToken); // a second is more than it takes until it samples
        }

        for (var i = 0; i < times; i++) Signals.Send(run.ProcessId, signal);

        (await run.WaitForExitAsync()).ShouldBe(exitCode, run.Errors);
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
        program.HasExited.ShouldBeFalse();
        Directory.GetFileSystemEntries(temporary["TMPDIR"]).ShouldBeEmpty();
        Directory.GetFiles(run.Folder, "*.partial").ShouldBeEmpty();
        Directory.GetFiles(run.Folder).ShouldAllBe(file => new FileInfo(file).Length > 0);
        Directory.GetFiles(run.Folder).Length.ShouldBe(command.Contains(" a.", StringComparison.Ordinal) ? 1 : 0);
        Directory.Delete(temporary["TMPDIR"]);
    }

    [Fact]
    public async Task A_hang_up_that_nohup_has_ignored_stops_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs nohup");
        await using var program = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: ["--inspect=127.0.0.1:0"]);
        var address = program.Errors.Single(line => line.StartsWith(Listening, StringComparison.Ordinal))[Listening.Length..];
        await using var run = await RunningProgram.StartAsync(["top", "--inspect", address, "--duration", "4s"], prefix: ["nohup"]);
        await run.WaitForAsync("heap ");

        Signals.Send(run.ProcessId, HangUp);

        (await run.WaitForExitAsync()).ShouldBe(0, run.Errors);
        run.Output.Split("  heap ").Length.ShouldBeGreaterThan(3);
    }

    private static async Task WaitAsync(Func<bool> isTrue)
    {
        for (var i = 0; i < 3000 && !isTrue(); i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        isTrue().ShouldBeTrue();
    }
}
