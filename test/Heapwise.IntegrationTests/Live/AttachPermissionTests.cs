using Heapwise.IntegrationTests.Cli;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Attaching with more rights than the target, with fewer, and where /proc cannot be written to.</summary>
public sealed class AttachPermissionTests
{
    private const string Program = "setInterval(() => {}, 1000); console.log('ready')";

    private static readonly string[] AnyPort = ["--inspect-port=127.0.0.1:0"]; // does not conflict with other tests

    [Fact]
    public async Task Root_attaches_to_another_users_process()
    {
        await Privileges.RequireAsync(Privileges.AsNobody, await NodeInstall.RequireAsync(24));
        await using var program = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: AnyPort, prefix: Privileges.AsNobody);
        var cancellation = TestContext.Current.CancellationToken;
        await using var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, cancellation);
        (await target.EvaluateAsync("process.getuid()", TestContext.Current.CancellationToken)).ShouldBe($"{Privileges.Nobody}");
    }

    [Fact]
    public async Task Another_users_process_is_refused_to_a_plain_user()
    {
        await Privileges.RequireAsync(Privileges.AsNobody, RunningProgram.Executable);
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var heapwise = await RunningProgram.StartAsync(["gc", $"{program.ProcessId}"], prefix: Privileges.AsNobody);
        (await heapwise.WaitForExitAsync()).ShouldBe(2);
        var owner = ProcStatus.Find(Environment.ProcessId)!.UserId;
        heapwise.Errors.ShouldBe(
            $"heapwise: pid {program.ProcessId} belongs to user {owner}, you are {Privileges.Nobody}. "
            + "Run heapwise as that user, or as root\n");
        program.Errors.ShouldBeEmpty();
    }

    /// <summary>A container that is given a user alone (<c>docker run --user 1000</c>) runs in group 0.</summary>
    [Fact]
    public async Task A_process_of_the_same_user_in_another_group_gets_that_reason()
    {
        string[] inGroupRoot = ["setpriv", $"--reuid={Privileges.Nobody}", "--regid=0", "--clear-groups"];
        await Privileges.RequireAsync(Privileges.AsNobody, await NodeInstall.RequireAsync(24));
        await Privileges.RequireAsync(inGroupRoot, RunningProgram.Executable);
        await using var program = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: AnyPort, prefix: Privileges.AsNobody);
        await using var heapwise = await RunningProgram.StartAsync(["gc", $"{program.ProcessId}"], prefix: inGroupRoot);
        (await heapwise.WaitForExitAsync()).ShouldBe(2, heapwise.Output);
        heapwise.Errors.ShouldStartWith($"heapwise: pid {program.ProcessId} belongs to group {Privileges.Nobody}, you are in group 0, ");
        heapwise.Errors.ShouldContain($"--user {Privileges.Nobody}:{Privileges.Nobody}");
        program.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "sys_ptrace",
        "so the kernel hides its descriptors and with them its inspector's port. Run heapwise as root with CAP_SYS_PTRACE")]
    [InlineData("kill", "cannot be signalled: Operation not permitted. Run as its user, or as root")]
    public async Task A_root_user_without_the_capability_gets_that_reason(string capability, string words)
    {
        await Privileges.RequireAsync(Privileges.AsNobody, await NodeInstall.RequireAsync(24));
        await Privileges.RequireAsync(Privileges.Without(capability), RunningProgram.Executable);
        await using var program = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: AnyPort, prefix: Privileges.AsNobody);
        await using var heapwise = await RunningProgram.StartAsync(["gc", $"{program.ProcessId}"], prefix: Privileges.Without(capability));
        (await heapwise.WaitForExitAsync()).ShouldBe(2, heapwise.Output);
        heapwise.Errors.ShouldStartWith($"heapwise: pid {program.ProcessId} ");
        heapwise.Errors.ShouldEndWith(words + "\n");
        program.Errors.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_read_only_proc_file_system_is_enough(int major)
    {
        await Privileges.RequireAsync(Privileges.WithReadOnlyProc, RunningProgram.Executable);
        await using var program = await NodeProgram.RunSourceAsync(major, Program, nodeArguments: AnyPort);
        await using var heapwise = await RunningProgram.StartAsync(["gc", $"{program.ProcessId}"], prefix: Privileges.WithReadOnlyProc);
        (await heapwise.WaitForExitAsync()).ShouldBe(0, heapwise.Errors);
        heapwise.Output.ShouldContain("The floor is");
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_main_thread_blocked_outside_JavaScript_is_reported(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major,
            "console.log('ready'); setTimeout(() => { require('child_process').execSync('sleep 4'); console.log('awake') }, 50); "
            + "setInterval(() => {}, 1000)",
            nodeArguments: AnyPort);
        await Task.Delay(300, TestContext.Current.CancellationToken); // until it waits

        var patience = new TargetOptions { AttachTimeout = TimeSpan.FromSeconds(1) };
        var thrown = await Should.ThrowAsync<TargetException>(() => NodeTarget.OpenAsync(
            new TargetSpec.RunningProcess(program.ProcessId), patience, TestContext.Current.CancellationToken));
        thrown.Message.ShouldStartWith($"pid {program.ProcessId} ");
        thrown.Message.ShouldContain("outside JavaScript");
        thrown.Message.ShouldNotContain("\n");
        await program.WaitForLineAsync(line => line == "awake");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }
}
