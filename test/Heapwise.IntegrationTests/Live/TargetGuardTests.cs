using Heapwise.Live.Monitoring;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

public sealed class TargetGuardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_target_that_no_longer_hears_from_heapwise_closes_its_inspector_and_stops_the_watch(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        var options = new TargetOptions { GuardInterval = TimeSpan.FromMilliseconds(50) };
        var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation);
        var monitor = await ProcessMonitor.StartAsync(target, Cancellation);
        await GarbageCollectionMonitor.StartAsync(target, Cancellation);
        await monitor.ReadAsync(Cancellation);

        target.Connection.Drop(); // like a crash of heapwise: the socket closes without a message
        await target.Connection.Closed;

        while (ProcSockets.ReadListening(program.ProcessId).Count > 1) await Task.Delay(20, Cancellation);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        await target.DisposeAsync();
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task A_target_stays_attached_after_a_long_stall()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        var options = new TargetOptions { GuardInterval = TimeSpan.FromMilliseconds(50) };
        await using var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation);
        await target.EvaluateAsync("(() => { const until = Date.now() + 1000; while (Date.now() < until); })()", Cancellation);
        (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
        await Task.Delay(500, Cancellation);
        (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
    }
}
