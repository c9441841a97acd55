using System.Globalization;
using Heapwise.IntegrationTests.Cli;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Programs with a pid and a network namespace of their own, as containers have.</summary>
public sealed class NetworkNamespaceTests
{
    private const string Program = "global.held = new Array(1000).fill('x'); setInterval(() => {}, 1000); console.log('ready')";

    [Theory]
    [InlineData(18)]
    [InlineData(24)]
    public async Task A_program_in_another_network_namespace_is_attached_to_by_its_pid_on_the_host(int major)
    {
        await Privileges.RequireAsync(Privileges.InContainer, await NodeInstall.RequireAsync(major));
        using var port = await InspectorPort.TakeAsync();
        // In our own network namespace, so it does not conflict with the one in the container.
        await using var holder = await NodeProgram.RunSourceAsync(major, Program, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await NodeProgram.RunSourceAsync(major, Program, prefix: Privileges.InContainer);
        var processId = ChildOf(program.ProcessId);

        var spec = new TargetSpec.RunningProcess(processId);
        await using (var target = await NodeTarget.OpenAsync(spec, null, TestContext.Current.CancellationToken))
        {
            target.ProcessId.ShouldBe(processId);
            (await target.EvaluateAsync("process.pid", TestContext.Current.CancellationToken)).ShouldBe("1");
            ProcSockets.ReadListening(processId).Count.ShouldBe(1);
            ProcSockets.ReadListening(holder.ProcessId).Select(place => place.Port).ShouldBe([9229]);
        }

        ProcSockets.ReadListening(processId).ShouldBeEmpty();
        program.Errors.Count(line => line.StartsWith("Debugger attached", StringComparison.Ordinal)).ShouldBe(2); // it moved once
        new FileInfo("/proc/self/ns/net").LinkTarget.ShouldBe(new FileInfo($"/proc/{Environment.ProcessId}/ns/net").LinkTarget);
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
            new FileInfo($"{thread}/ns/net").LinkTarget.ShouldBe(new FileInfo("/proc/self/ns/net").LinkTarget, "no thread stays there");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(26)]
    public async Task Commands_work_across_network_namespaces(int major)
    {
        await Privileges.RequireAsync(Privileges.InContainer, await NodeInstall.RequireAsync(major));
        await using var program = await NodeProgram.RunSourceAsync(major, Program, prefix: Privileges.InContainer);
        var processId = ChildOf(program.ProcessId);

        var processes = await CliRun.OfAsync("ps --format json");
        using var json = System.Text.Json.JsonDocument.Parse(processes.Out);
        var row = json.RootElement.GetProperty("processes").EnumerateArray()
            .Single(process => process.GetProperty("pid").GetInt32() == processId);
        (row.GetProperty("canAttach").GetBoolean(), row.GetProperty("ownPid").GetInt32()).ShouldBe((true, 1));

        (await CliRun.OfAsync($"gc {processId}")).ExitCode.ShouldBe(0);
        var file = Path.GetTempFileName();
        (await CliRun.OfAsync($"snapshot {processId} -o {file}")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync($"summary {file} --no-index")).ExitCode.ShouldBe(0);
        File.Delete(file);
        program.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_namespace_that_cannot_be_entered_is_reported_with_a_remedy()
    {
        var prefix = Privileges.Without("sys_admin");
        await Privileges.RequireAsync(Privileges.InContainer, await NodeInstall.RequireAsync(24));
        await Privileges.RequireAsync(prefix, RunningProgram.Executable);
        await using var program = await NodeProgram.RunSourceAsync(24, Program, prefix: Privileges.InContainer);
        var processId = ChildOf(program.ProcessId);

        await using var heapwise = await RunningProgram.StartAsync(["gc", $"{processId}"], prefix: prefix);
        (await heapwise.WaitForExitAsync()).ShouldBe(2);
        heapwise.Errors.ShouldBe(
            $"heapwise: pid {processId} runs in its own network (a container), which cannot be entered from here: Operation not permitted. "
            + $"Run heapwise as root with CAP_SYS_ADMIN, or inside it: nsenter -t {processId} -n heapwise …\n");
        program.Errors.ShouldBeEmpty();
    }

    /// <summary>The only child of unshare: node, once the shell between them has become it.</summary>
    private static int ChildOf(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/task/{processId}/children").Trim(), CultureInfo.InvariantCulture);
}
