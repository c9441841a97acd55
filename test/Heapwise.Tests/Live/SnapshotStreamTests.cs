using System.Text;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class SnapshotStreamTests : IDisposable
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);
    private readonly InspectorHttp _http = new(TimeSpan.FromSeconds(10));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunks_are_unescaped_and_written_in_order()
    {
        await using var mock = Mock(async peer =>
        {
            await peer.SendChunkAsync("""{\"snapshot\":\n[\u0041\\u00e9\t\/""");
            await peer.SendChunkAsync("");
            await peer.SendChunkAsync("ü€]}");
        });
        await using var connection = await ConnectAsync(mock);
        using var destination = new MemoryStream();

        var bytes = await connection.HeapProfiler.TakeHeapSnapshotAsync(destination, null, Patient, Cancellation);

        Encoding.UTF8.GetString(destination.ToArray()).ShouldBe("{\"snapshot\":\n[A\\u00e9\t/ü€]}");
        bytes.ShouldBe(destination.Length);
    }

    [Fact]
    public async Task Chunks_longer_than_any_node_sends_arrive_whole()
    {
        var expected = string.Concat(Enumerable.Range(0, 4).Select(i => new string((char)('a' + i), 3 << 20) + "\""));
        await using var mock = Mock(async peer =>
        {
            for (var i = 0; i < 4; i++) await peer.SendChunkAsync(new string((char)('a' + i), 3 << 20) + "\\\"");
        });
        await using var connection = await ConnectAsync(mock);
        using var destination = new MemoryStream();

        await connection.HeapProfiler.TakeHeapSnapshotAsync(destination, null, Patient, Cancellation);

        (Encoding.UTF8.GetString(destination.ToArray()) == expected).ShouldBeTrue();
    }

    [Fact]
    public async Task Progress_reports_objects_first_and_then_bytes()
    {
        await using var mock = Mock(async peer =>
        {
            await peer.SendAsync("""{"method": "HeapProfiler.reportHeapSnapshotProgress", "params": {"done": 10, "total": 30}}""");
            await peer.SendAsync(
                """{"method": "HeapProfiler.reportHeapSnapshotProgress", "params": {"done": 30, "total": 30, "finished": true}}""");
            await peer.SendChunkAsync("abc");
            await peer.SendChunkAsync("de");
        });
        await using var connection = await ConnectAsync(mock);
        List<SnapshotProgress> seen = [];

        await connection.HeapProfiler.TakeHeapSnapshotAsync(Stream.Null, new Collect<SnapshotProgress>(seen), Patient, Cancellation);

        seen.ShouldBe([new(0, 10, 30), new(0, 30, 30), new(3, 30, 30), new(5, 30, 30)]);
    }

    [Fact]
    public async Task An_exception_of_the_destination_is_rethrown_and_the_connection_survives()
    {
        await using var mock = Mock(async peer =>
        {
            for (var i = 0; i < 100; i++) await peer.SendChunkAsync("0123456789");
        }, then: async peer => await peer.AnswerAsync(await peer.ReceiveAsync(), "5"));
        await using var connection = await ConnectAsync(mock);
        using var full = new FullStream(capacity: 95);

        var thrown = await Should.ThrowAsync<IOException>(
            () => connection.HeapProfiler.TakeHeapSnapshotAsync(full, null, Patient, Cancellation));

        thrown.Message.ShouldBe("No space left on device");
        full.Attempts.ShouldBe(10);
        (await connection.Runtime.EvaluateAsync("5", null, Cancellation)).ShouldBe("5");
    }

    [Fact]
    public async Task Silence_ends_the_wait_with_an_explanation()
    {
        await using var mock = Mock(async peer =>
        {
            await peer.SendChunkAsync("abc");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(
            () => connection.HeapProfiler.TakeHeapSnapshotAsync(Stream.Null, null, TimeSpan.FromMilliseconds(200), Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.TimedOut);
        thrown.Message.ShouldContain("nothing was sent for 0.2 s");
    }

    [Fact]
    public async Task A_cancelled_snapshot_no_longer_touches_its_destination()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var mock = Mock(async peer =>
        {
            await peer.SendChunkAsync("abc");
            await cancelled.Task;
            for (var i = 0; i < 10; i++) await peer.SendChunkAsync("def");
        }, then: async peer => await peer.AnswerAsync(await peer.ReceiveAsync(), "5"));
        await using var connection = await ConnectAsync(mock);
        using var cancel = new CancellationTokenSource();
        var destination = new MemoryStream();

        await Should.ThrowAsync<OperationCanceledException>(() => connection.HeapProfiler.TakeHeapSnapshotAsync(
            destination, new Act<SnapshotProgress>(_ => cancel.Cancel()), Patient, cancel.Token));
        await destination.DisposeAsync(); // a write from now on would fail the connection
        cancelled.SetResult();

        (await connection.Runtime.EvaluateAsync("5", null, Cancellation)).ShouldBe("5");
        Encoding.UTF8.GetString(destination.ToArray()).ShouldBe("abc");
    }

    [Fact]
    public async Task The_rest_of_a_cancelled_snapshot_arrives_before_the_session_can_be_closed()
    {
        var sent = 0;
        await using var mock = Mock(async peer =>
        {
            for (sent = 0; sent < 20; sent++)
            {
                await peer.SendChunkAsync("abc");
                await Task.Delay(10, peer.Stopped);
            }
        });
        await using var connection = await ConnectAsync(mock);
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => connection.HeapProfiler.TakeHeapSnapshotAsync(
            Stream.Null, new Act<SnapshotProgress>(_ => cancel.Cancel()), Patient, cancel.Token));

        sent.ShouldBe(20);
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_fails_the_snapshot()
    {
        await using var mock = Mock(async peer =>
        {
            await peer.SendChunkAsync("abc");
            await peer.CutMidMessageAsync();
        });
        await using var connection = await ConnectAsync(mock);

        (await Should.ThrowAsync<CdpException>(
                () => connection.HeapProfiler.TakeHeapSnapshotAsync(Stream.Null, null, Patient, Cancellation)))
            .Code.ShouldBe(CdpErrorCode.ConnectionClosed);
    }

    [Fact]
    public async Task An_event_without_a_chunk_fails_the_snapshot()
    {
        await using var mock = Mock(peer => peer.SendAsync("""{"method": "HeapProfiler.addHeapSnapshotChunk", "params": {"chunk": 5}}"""));
        await using var connection = await ConnectAsync(mock);

        (await Should.ThrowAsync<CdpException>(
                () => connection.HeapProfiler.TakeHeapSnapshotAsync(Stream.Null, null, Patient, Cancellation)))
            .Code.ShouldBe(CdpErrorCode.MalformedMessage);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Waits for the request, plays the script, answers the request, and goes on with <paramref name="then"/>.</summary>
    private static MockInspector Mock(Func<MockPeer, Task> script, Func<MockPeer, Task>? then = null) => new(async peer =>
    {
        var request = await peer.ReceiveAsync();
        await script(peer);
        await peer.SendAsync($$$"""{"id": {{{request.Id}}}, "result": {}}""");
        if (then is not null) await then(peer);
        await peer.BeSilentAsync();
    });

    private Task<CdpConnection> ConnectAsync(MockInspector mock) =>
        CdpConnection.ConnectAsync(mock.Socket, _http.Invoker, null, Cancellation);

    private sealed class Collect<T>(List<T> seen) : IProgress<T>
    {
        public void Report(T value) => seen.Add(value);
    }

    private sealed class Act<T>(Action<T> act) : IProgress<T>
    {
        public void Report(T value) => act(value);
    }

    /// <summary>A disk with little space.</summary>
    private sealed class FullStream(int capacity) : MemoryStream
    {
        public int Attempts { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Attempts++;
            if (Length + buffer.Length > capacity) throw new IOException("No space left on device");
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
