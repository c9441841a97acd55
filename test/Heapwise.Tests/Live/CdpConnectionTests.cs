using System.Text;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Cdp.Wire;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class CdpConnectionTests : IDisposable
{
    private readonly InspectorHttp _http = new(TimeSpan.FromSeconds(10));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_find_their_requests_in_any_order()
    {
        await using var mock = new MockInspector(async peer =>
        {
            var first = await peer.ReceiveAsync();
            var second = await peer.ReceiveAsync();
            await peer.AnswerAsync(second, "\"second\"");
            await peer.AnswerAsync(first, "\"first\"");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var first = connection.Runtime.EvaluateAsync("1", null, Cancellation);
        var second = connection.Runtime.EvaluateAsync("2", null, Cancellation);

        (await first).ShouldBe("first");
        (await second).ShouldBe("second");
    }

    [Fact]
    public async Task An_error_reply_keeps_its_code_and_the_connection()
    {
        await using var mock = new MockInspector(async peer =>
        {
            var request = await peer.ReceiveAsync();
            await peer.SendAsync($$$"""{"id": {{{request.Id}}}, "error": {"code": -32601, "message": "'X' wasn't found"}}""");
            await peer.AnswerAsync(await peer.ReceiveAsync(), "7");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(() => connection.HeapProfiler.CollectGarbageAsync(null, Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.MethodNotFound);
        thrown.Method.ShouldBe("HeapProfiler.collectGarbage");
        thrown.Message.ShouldBe("HeapProfiler.collectGarbage: 'X' wasn't found");
        (await connection.Runtime.EvaluateAsync("7", null, Cancellation)).ShouldBe("7");
    }

    [Fact]
    public async Task A_script_exception_differs_from_a_failed_request()
    {
        await using var mock = new MockInspector(async peer =>
        {
            var request = await peer.ReceiveAsync();
            await peer.SendAsync($$$"""
                {"id": {{{request.Id}}}, "result": {"result": {"type": "object"}, "exceptionDetails": {"text": "Uncaught",
                "exception": {"type": "object", "description": "ReferenceError: x is not defined"} } } }
                """);
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(() => connection.Runtime.EvaluateAsync("x", null, Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.ScriptThrew);
        thrown.Message.ShouldContain("ReferenceError: x is not defined");
    }

    [Fact]
    public async Task A_late_answer_is_dropped_and_the_connection_goes_on()
    {
        await using var mock = new MockInspector(async peer =>
        {
            var late = await peer.ReceiveAsync();
            var next = await peer.ReceiveAsync();
            await peer.AnswerAsync(late, "\"late\"");
            await peer.AnswerAsync(next, "\"next\"");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(
            () => connection.Runtime.EvaluateAsync("1", TimeSpan.FromMilliseconds(50), Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.TimedOut);
        (await connection.Runtime.EvaluateAsync("2", null, Cancellation)).ShouldBe("next");
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_connection_usable()
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync();
            await peer.AnswerAsync(await peer.ReceiveAsync(), "2");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);
        using var cancelled = new CancellationTokenSource();

        var request = connection.Runtime.EvaluateAsync("1", null, cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        (await connection.Runtime.EvaluateAsync("2", null, Cancellation)).ShouldBe("2");
    }

    [Theory]
    [InlineData("close frame")]
    [InlineData("mid-message")]
    public async Task Closing_fails_every_pending_and_every_later_request(string how)
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync();
            await peer.ReceiveAsync();
            await (how == "mid-message" ? peer.CutMidMessageAsync() : peer.CloseAsync());
        });
        await using var connection = await ConnectAsync(mock);

        var first = connection.Runtime.EvaluateAsync("1", Timeout.InfiniteTimeSpan, Cancellation);
        var second = connection.HeapProfiler.CollectGarbageAsync(Timeout.InfiniteTimeSpan, Cancellation);

        (await Should.ThrowAsync<CdpException>(() => first)).Code.ShouldBe(CdpErrorCode.ConnectionClosed);
        var thrown = await Should.ThrowAsync<CdpException>(() => second);
        thrown.Code.ShouldBe(CdpErrorCode.ConnectionClosed);
        thrown.Method.ShouldBe("HeapProfiler.collectGarbage");
        (await connection.Closed).Code.ShouldBe(CdpErrorCode.ConnectionClosed);
        var later = await Should.ThrowAsync<CdpException>(() => connection.Runtime.EvaluateAsync("3", null, Cancellation));
        later.Code.ShouldBe(CdpErrorCode.ConnectionClosed);
    }

    [Theory]
    [InlineData("{\"id\": 4711, \"result\": {}}")]
    [InlineData("{\"id\": -1, \"result\": {}}")]
    [InlineData("{\"id\": \"1\", \"result\": {}}")]
    [InlineData("hello")]
    [InlineData("{\"id\": 1")]
    [InlineData("{\"id\": 1, \"result\": {}} {}")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\u0000")]
    public async Task An_invalid_message_ends_the_connection(string message)
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync();
            await peer.SendAsync(message);
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(
            () => connection.Runtime.EvaluateAsync("1", Timeout.InfiniteTimeSpan, Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.MalformedMessage);
    }

    [Fact]
    public async Task An_answer_of_the_wrong_shape_fails_its_request_only()
    {
        await using var mock = new MockInspector(async peer =>
        {
            var request = await peer.ReceiveAsync();
            await peer.SendAsync($$$"""{"id": {{{request.Id}}}, "result": {"result": 5}}""");
            await peer.AnswerAsync(await peer.ReceiveAsync(), "2");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        var thrown = await Should.ThrowAsync<CdpException>(() => connection.Runtime.EvaluateAsync("1", null, Cancellation));
        thrown.Code.ShouldBe(CdpErrorCode.MalformedMessage);
        (await connection.Runtime.EvaluateAsync("2", null, Cancellation)).ShouldBe("2");
    }

    [Fact]
    public async Task A_huge_answer_arrives_whole()
    {
        var text = new string('x', 48 << 20);
        await using var mock = new MockInspector(async peer =>
        {
            await peer.AnswerAsync(await peer.ReceiveAsync(), $"\"{text}\"");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        (await connection.Runtime.EvaluateAsync("1", null, Cancellation)).ShouldNotBeNull().Length.ShouldBe(text.Length);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused_before_it_is_buffered()
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.AnswerAsync(await peer.ReceiveAsync(), $"\"{new string('x', 200_000)}\"");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock, new CdpOptions { MaxMessageBytes = 100_000 });

        var thrown = await Should.ThrowAsync<CdpException>(() => connection.Runtime.EvaluateAsync("1", null, Cancellation));

        thrown.Code.ShouldBe(CdpErrorCode.MessageTooLarge);
        thrown.Message.ShouldContain("100,000 bytes");
    }

    [Fact]
    public async Task A_full_event_queue_holds_the_inspector_back_and_loses_nothing()
    {
        const int Events = 200;
        var padding = new string('x', 1 << 20); // together more than any socket buffers
        var sent = 0;
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync();
            for (; sent < Events; sent++)
            {
                var parameters = $$"""{"done": {{sent}}, "total": {{Events}}, "padding": "{{padding}}"}""";
                await peer.SendAsync($$"""{"method": "Test.event", "params": {{parameters}}}""");
            }

            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);
        using var events = connection.Subscribe("Test.event", CdpJson.Default.WireSnapshotProgress, capacity: 4);
        await connection.Runtime.PostEvaluateAsync("go", Cancellation);

        List<long> seen = [];
        await foreach (var one in events.ReadAllAsync(Cancellation))
        {
            if (seen.Count == 0) (await WaitUntilStalledAsync()).ShouldBeLessThan(Events);
            seen.Add(one.Done);
            if (seen.Count == Events) break;
        }

        seen.ShouldBe(Enumerable.Range(0, Events).Select(i => (long)i));

        async Task<int> WaitUntilStalledAsync()
        {
            for (var before = -1; before != Volatile.Read(ref sent); await Task.Delay(200, Cancellation)) before = Volatile.Read(ref sent);
            return Volatile.Read(ref sent);
        }
    }

    [Fact]
    public async Task Disposing_ends_even_while_an_event_queue_is_full()
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync();
            while (true) await peer.SendAsync("""{"method": "Test.event", "params": {"done": 1, "total": 2}}""");
        });
        var connection = await ConnectAsync(mock);
        using var events = connection.Subscribe("Test.event", CdpJson.Default.WireSnapshotProgress, capacity: 1);
        await connection.Runtime.PostEvaluateAsync("go", Cancellation);
        var reading = events.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        (await reading.MoveNextAsync()).ShouldBeTrue();

        await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        connection.Closed.IsCompleted.ShouldBeTrue();
        await reading.DisposeAsync();
    }

    [Fact]
    public async Task A_session_is_closed_after_the_answers_under_way()
    {
        var received = "nothing";
        var hasAnswered = false;
        await using var mock = new MockInspector(async peer =>
        {
            var posted = await peer.ReceiveAsync();
            var next = peer.ReceiveAsync(); // the close frame
            await Task.WhenAny(next, Task.Delay(100, peer.Stopped));
            received = next.IsCompleted ? "close" : "nothing";
            await peer.AnswerAsync(posted, "1");
            hasAnswered = true;
            await next;
        });
        var connection = await ConnectAsync(mock);
        await connection.Runtime.PostEvaluateAsync("1", Cancellation);

        await connection.DisposeAsync();

        received.ShouldBe("nothing");
        hasAnswered.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_listening_is_a_closed_connection()
    {
        var mock = new MockInspector(peer => peer.BeSilentAsync());
        await mock.DisposeAsync();

        var thrown = await Should.ThrowAsync<CdpException>(() => ConnectAsync(mock));

        thrown.Code.ShouldBe(CdpErrorCode.ConnectionClosed);
        thrown.Message.ShouldContain($"ws://127.0.0.1:{mock.Port}");
    }

    [Fact]
    public async Task Requests_carry_their_parameters_as_the_protocol_names_them()
    {
        MockRequest? got = null;
        await using var mock = new MockInspector(async peer =>
        {
            got = await peer.ReceiveAsync();
            await peer.AnswerAsync(got, "1");
            await peer.BeSilentAsync();
        });
        await using var connection = await ConnectAsync(mock);

        await connection.Runtime.EvaluateAsync("'ü' + \"\\n\"", null, Cancellation);

        got.ShouldNotBeNull().Method.ShouldBe("Runtime.evaluate");
        got.Parameters.GetProperty("expression").GetString().ShouldBe("'ü' + \"\\n\"\n//# sourceURL=heapwise:evaluated");
        got.Parameters.GetProperty("includeCommandLineAPI").GetBoolean().ShouldBeTrue();
        got.Parameters.GetProperty("returnByValue").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Envelopes_are_read_whatever_their_field_order()
    {
        var message = CdpMessage.Parse(Encoding.UTF8.GetBytes(
            """  {"extra": [{"id": 9}], "result": {"id": 8, "method": "no"}, "sessionId": "s", "id": 7}  """));

        message.Id.ShouldBe(7);
        message.Method.ShouldBeNull();
        Encoding.UTF8.GetString(message.Payload.Span).ShouldBe("""{"id": 8, "method": "no"}""");
    }

    public void Dispose() => _http.Dispose();

    private Task<CdpConnection> ConnectAsync(MockInspector mock, CdpOptions? options = null) =>
        CdpConnection.ConnectAsync(mock.Socket, _http.Invoker, options, Cancellation);
}
