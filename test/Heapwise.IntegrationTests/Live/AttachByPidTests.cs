using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

public sealed class AttachByPidTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_running_server_is_attached_to_and_left_unchanged(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program); // the first request warms up Node's own lazy parts
        var before = await TargetFootprint.ReadAsync(program);

        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation))
        {
            target.ProcessId.ShouldBe(program.ProcessId);
            target.NodeMajor.ShouldBe(major);
            target.IsLocal.ShouldBeTrue();
            target.Name.ShouldBe($"node {program.ProcessId} (app.js)");
            await target.CollectGarbageAsync(Cancellation);
            var sample = await target.SampleMemoryAsync(Cancellation);
            sample.HeapUsedBytes.ShouldBeInRange(1 << 20, sample.HeapTotalBytes);
            sample.RssBytes.ShouldBeGreaterThan(sample.HeapTotalBytes);
            sample.HeapLimitBytes.ShouldBeGreaterThan(64 << 20);
            sample.ExternalBytes.ShouldBeGreaterThanOrEqualTo(sample.ArrayBuffersBytes);
            sample.FileDescriptors.ShouldNotBeNull().ShouldBeGreaterThan(10);
            sample.ActiveResources["TCPServerWrap"].ShouldBe(1);
            (await target.EvaluateAsync("process.title.length > 0 ? 'a' + 1 : 0", Cancellation)).ShouldBe("a1");
            (await target.EvaluateAsync("({a: [1, 2]})", Cancellation)).ShouldBe("""{"a":[1,2]}""");
            (await target.EvaluateAsync("undefined", Cancellation)).ShouldBeNull();
        }

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }
}
