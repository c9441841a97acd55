using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

/// <summary>What <see cref="NodeTarget"/> makes of inspectors that are not as they should be.</summary>
public sealed class NodeTargetTests
{
    private static readonly TargetOptions Impatient = new()
    {
        ConnectTimeout = TimeSpan.FromMilliseconds(500),
        RequestTimeout = TimeSpan.FromMilliseconds(500),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_inspector_that_never_answers_is_reported()
    {
        await using var mock = new MockInspector(peer => peer.BeSilentAsync());

        (await RefusedAsync(mock)).ShouldStartWith(
            $"the inspector at 127.0.0.1:{mock.Port} does not answer (Runtime.evaluate: no answer within 0.5 s)");
    }

    [Fact]
    public async Task An_inspector_without_node_behind_it_is_reported()
    {
        await using var mock = Answering("""{"pid": 0, "version": "", "script": null, "ready": false}""");

        (await RefusedAsync(mock)).ShouldContain("does not belong to Node");
    }

    [Fact]
    public async Task A_node_that_is_too_old_is_named()
    {
        await using var mock = Answering("""{"pid": 7, "version": "v16.20.2", "script": "a.js", "ready": true}""");

        (await RefusedAsync(mock)).ShouldStartWith("pid 7 runs Node v16.20.2; heapwise supports 18 and later");
    }

    [Fact]
    public async Task A_remote_target_is_named_by_its_own_pid_and_not_taken_for_local()
    {
        await using var mock = Answering("""{"pid": 1, "version": "v24.1.0", "script": "/app/server.js", "ready": true}""");

        await using var target = await NodeTarget.OpenAsync(TargetSpec.ParseInspector($"{mock.Port}"), Impatient, Cancellation);

        target.Name.ShouldBe("node 1 (server.js)");
        target.NodeMajor.ShouldBe(24);
        target.IsLocal.ShouldBeFalse();
    }

    [Fact]
    public async Task Opening_can_be_cancelled()
    {
        await using var mock = new MockInspector(peer => peer.BeSilentAsync());
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(
            () => NodeTarget.OpenAsync(TargetSpec.ParseInspector($"{mock.Port}"), null, cancel.Token));
    }

    private static MockInspector Answering(string identity) => new(async peer =>
    {
        while (true) await peer.AnswerAsync(await peer.ReceiveAsync(), identity);
    });

    private static async Task<string> RefusedAsync(MockInspector mock) =>
        (await Should.ThrowAsync<TargetException>(
            () => NodeTarget.OpenAsync(TargetSpec.ParseInspector($"{mock.Port}"), Impatient, Cancellation))).Message;
}
