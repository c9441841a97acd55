using System.Diagnostics;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Attaching where it would hurt or cannot work: one clear sentence, and the process lives on untouched.</summary>
public sealed class AttachRefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_that_removed_its_handler_is_not_signalled(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major, "const f = () => {}; process.on('SIGUSR1', f); process.removeListener('SIGUSR1', f);" + TargetFootprint.Server);

        var message = await RefusedAsync(program.ProcessId);

        message.ShouldContain("would kill it");
        message.ShouldContain("--inspect=127.0.0.1:0");
        program.HasExited.ShouldBeFalse();
        program.Errors.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.MajorsFrom22), MemberType = typeof(NodeInstall))]
    public async Task A_program_with_disable_sigusr1_is_refused(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server, nodeArguments: ["--disable-sigusr1"]);

        (await RefusedAsync(program.ProcessId)).ShouldContain("does not listen to SIGUSR1 (--disable-sigusr1");
        program.HasExited.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_with_its_own_handler_is_recognized_long_before_the_time_is_up(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(
            major, "process.on('SIGUSR1', () => console.log('mine'));" + TargetFootprint.Server);

        var message = await RefusedAsync(program.ProcessId, new TargetOptions { AttachTimeout = TimeSpan.FromMinutes(10) });

        message.ShouldContain("although its event loop is idle: the program handles SIGUSR1 itself");
        await program.WaitForLineAsync(line => line == "mine");
    }

    [Fact]
    public async Task A_program_with_a_server_of_its_own_where_the_inspector_would_open_is_not_signalled()
    {
        await using var server = await NodeProgram.RunSourceAsync(
            22, "require('net').createServer(() => {}).listen(17171, '127.0.0.1', () => console.log('ready'))",
            nodeArguments: ["--inspect-port=17171"]);

        (await RefusedAsync(server.ProcessId)).ShouldContain("has a server of its own on port 17171");

        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_process_is_not_signalled()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        const int Stop = 19, Continue = 18;
        Signals.Send(program.ProcessId, Stop);
        SpinWait.SpinUntil(() => ProcStatus.Find(program.ProcessId)?.State == 'T', TimeSpan.FromSeconds(10)).ShouldBeTrue();

        (await RefusedAsync(program.ProcessId)).ShouldContain($"kill -CONT {program.ProcessId}");

        Signals.Send(program.ProcessId, Continue);
        program.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_process_is_reported() => (await RefusedAsync(int.MaxValue)).ShouldContain("no such process");

    [Fact]
    public async Task A_process_that_is_not_node_is_not_signalled()
    {
        using var process = Process.Start(new ProcessStartInfo("sleep", ["600"]) { UseShellExecute = false })!;
        SpinWait.SpinUntil(() => ProcText.ReadArguments(process.Id) is ["sleep", ..], TimeSpan.FromSeconds(10)).ShouldBeTrue();

        (await RefusedAsync(process.Id)).ShouldContain("(sleep 600) does not look like Node");

        process.HasExited.ShouldBeFalse();
        process.Kill();
    }

    private static async Task<string> RefusedAsync(int processId, TargetOptions? options = null)
    {
        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(new TargetSpec.RunningProcess(processId), options, Cancellation));
        thrown.Message.ShouldStartWith($"pid {processId}");
        thrown.Message.ShouldNotContain("\n");
        return thrown.Message;
    }
}
