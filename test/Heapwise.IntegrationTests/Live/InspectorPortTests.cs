using System.Net;
using System.Net.Sockets;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Where the port that SIGUSR1 opens is taken, or the inspector is open already.</summary>
public sealed class InspectorPortTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task An_open_inspector_is_used_by_pid_and_stays_open(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);

        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation))
            target.ProcessId.ShouldBe(program.ProcessId);

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        before.Ports.Split(' ').Length.ShouldBe(2);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task An_inspector_is_reached_by_its_address_and_stays_open(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        const string Announcement = "Debugger listening on ";
        var socket = program.Errors.Single(line => line.StartsWith(Announcement, StringComparison.Ordinal))[Announcement.Length..];

        foreach (var address in new[] { socket, new Uri(socket).Authority })
        {
            await using var target = await NodeTarget.OpenAsync(TargetSpec.ParseInspector(address), null, Cancellation);
            target.ProcessId.ShouldBe(program.ProcessId);
            target.IsLocal.ShouldBeTrue();
            await target.CollectGarbageAsync(Cancellation);
        }

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_inspector_of_another_node_is_moved_only_if_asked_and_only_for_a_moment(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(
            major, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        var before = ProcSockets.ReadListening(holder.ProcessId);
        before.ShouldContain(new IPEndPoint(IPAddress.Loopback, 9229));
        var lines = holder.Errors.Count;

        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation));
        thrown.Message.ShouldStartWith($"port 9229 is taken by pid {holder.ProcessId} (node --inspect=127.0.0.1:9229");
        thrown.Message.ShouldContain("--move-inspector");
        holder.Errors.Count.ShouldBe(lines);
        program.Errors.ShouldBeEmpty();

        var options = new TargetOptions { MayMoveInspector = true };
        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation))
        {
            target.ProcessId.ShouldBe(program.ProcessId);
            ProcSockets.ReadListening(holder.ProcessId).ShouldBe(before, ignoreOrder: true); // it is back before we work
        }

        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
        await using var again = await NodeTarget.OpenAsync(TargetSpec.ParseInspector("9229"), null, Cancellation);
        again.ProcessId.ShouldBe(holder.ProcessId);
    }

    [Fact]
    public async Task A_holder_with_a_debugger_attached_is_left_alone_and_named()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var debugger = await NodeTarget.OpenAsync(TargetSpec.ParseInspector("9229"), null, Cancellation);
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);

        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation));

        thrown.Message.ShouldStartWith($"port 9229 is taken by pid {holder.ProcessId} (node --inspect=127.0.0.1:9229");
        thrown.Message.ShouldContain("has a debugger attached");
        thrown.Message.ShouldContain("--inspect-port=0");
        program.Errors.ShouldBeEmpty(); // it was not signalled
        (await debugger.EvaluateAsync("1", Cancellation)).ShouldBe("1");
    }

    [Fact]
    public async Task A_holder_that_does_not_respond_is_left_alone_and_hangs_nothing()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        const int Stop = 19;
        Signals.Send(holder.ProcessId, Stop);

        foreach (var mayMove in new[] { false, true })
        {
            var options = new TargetOptions { AttachTimeout = TimeSpan.FromSeconds(5), MayMoveInspector = mayMove };
            var thrown = await Should.ThrowAsync<TargetException>(
                () => NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation));
            thrown.Message.ShouldContain($"port 9229 is taken by pid {holder.ProcessId}");
        }

        program.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_holder_that_is_not_node_is_named()
    {
        using var port = await InspectorPort.TakeAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 9229);
        listener.Start();
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);

        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation));

        thrown.Message.ShouldStartWith($"port 9229 is taken by pid {Environment.ProcessId} (");
        thrown.Message.ShouldContain("is not Node");
        program.Errors.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_with_a_random_inspector_port_needs_no_9229(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 9229);
        listener.Start();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server, nodeArguments: ["--inspect-port=0"]);

        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation))
            target.ProcessId.ShouldBe(program.ProcessId);

        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_busy_loop_can_be_attached_to_measured_and_left(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(
            major, "console.log('ready'); setTimeout(() => { for (;;) Math.random() }, 1)");

        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation))
            (await target.SampleMemoryAsync(Cancellation)).HeapUsedBytes.ShouldBeGreaterThan(1 << 20);

        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
        program.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_reported()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(TargetSpec.ParseInspector($"{port}"), null, Cancellation));

        thrown.Message.ShouldStartWith($"the inspector at 127.0.0.1:{port} cannot be reached: ");
        thrown.Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task A_port_of_an_ordinary_server_is_reported()
    {
        await using var program = await NodeProgram.RunSourceAsync(20, TargetFootprint.Server);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];

        var thrown = await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(TargetSpec.ParseInspector(port), null, Cancellation));

        thrown.Message.ShouldContain("is not a Node inspector");
    }
}
