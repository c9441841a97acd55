using System.Net.WebSockets;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Several runs of heapwise, and other people's debuggers, at one target or at many, side by side.</summary>
public sealed class SharedInspectorTests
{
    private static readonly TargetOptions Quick = new() { GuardInterval = TimeSpan.FromMilliseconds(50) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Whoever_leaves_last_closes(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(program)));
        await all[0].DisposeAsync();
        await all[1].DisposeAsync();
        (await all[2].EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
        (await all[3].EvaluateAsync("process.debugPort > 9229", Cancellation)).ShouldBe("true"); // 9229 is free for others
        await Task.WhenAll(all.Skip(2).Select(async target => await target.DisposeAsync()));

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        await using var again = await OpenAsync(program);
        program.Errors.Count(line => line.Contains("127.0.0.1:9229", StringComparison.Ordinal)).ShouldBe(2); // the port is as it was
    }

    [Fact]
    public async Task A_run_that_was_killed_does_not_take_the_next_with_it()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        var killed = await OpenAsync(program);
        killed.Connection.Drop();
        await killed.Connection.Closed;

        await using (var next = await OpenAsync(program))
        {
            await Task.Delay(Quick.GuardInterval * 20, Cancellation); // the silence of the first is noticed after six
            (await next.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
        }

        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
        await killed.DisposeAsync();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_debugger_of_somebody_else_keeps_the_inspector_open_until_it_leaves(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        using var debugger = new ClientWebSocket();

        await using (var target = await OpenAsync(program))
        {
            var address = await target.EvaluateAsync("require('inspector').url()", Cancellation);
            await debugger.ConnectAsync(new Uri(address!), Cancellation); // the inspector is open, so it has one
        }

        await Task.Delay(Quick.GuardInterval * 20, Cancellation);
        debugger.State.ShouldBe(WebSocketState.Open);
        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(2);
        await using (await OpenAsync(program)) debugger.State.ShouldBe(WebSocketState.Open);
        await debugger.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);

        while (ProcSockets.ReadListening(program.ProcessId).Count > 1) await Task.Delay(20, Cancellation);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task Many_targets_are_watched_at_once()
    {
        using var port = await InspectorPort.TakeAsync();
        var majors = NodeInstall.Majors.Select(row => row.Data).ToList();
        var programs = await Task.WhenAll(Enumerable.Range(0, 15)
            .Select(n => NodeProgram.RunSourceAsync(majors[n % majors.Count], "setInterval(() => {}, 1000); console.log('ready')")));
        try
        {
            var targets = await Task.WhenAll(programs.Select(OpenAsync));
            foreach (var (program, target) in programs.Zip(targets)) target.ProcessId.ShouldBe(program.ProcessId);
            ProcSockets.ReadTable(Environment.ProcessId)
                .ShouldNotContain(row => row.State == TcpRow.Listen && row.Local.Port == InspectorArguments.DefaultPort);
            await Task.WhenAll(targets.Select(async target => await target.CollectGarbageAsync(Cancellation)));
            await Task.WhenAll(targets.Select(async target => await target.DisposeAsync()));
            programs.SelectMany(program => ProcSockets.ReadListening(program.ProcessId)).ShouldBeEmpty();
        }
        finally
        {
            foreach (var program in programs) await program.DisposeAsync();
        }
    }

    private static Task<NodeTarget> OpenAsync(NodeProgram program) =>
        NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), Quick, Cancellation);
}
