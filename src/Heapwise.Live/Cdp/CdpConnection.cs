using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp;

/// <summary>
/// One connection to one inspector: requests with their answers, and events. A single receive loop, owned here, reads message after
/// message. Answers complete the waiting requests; events run their handlers in the loop. When the socket closes, for whatever reason,
/// every waiting and every later request fails with a <see cref="CdpException"/>: an inspector that is told to close itself never answers.
/// Requests may be sent from any thread.
/// </summary>
public sealed class CdpConnection : IAsyncDisposable
{
    /// <summary>How long the peer may be silent before we close without its answers.</summary>
    private static readonly TimeSpan AnswerSilence = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the peer may be silent before it confirms the end of the session.</summary>
    private static readonly TimeSpan CloseSilence = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ListenLimit = TimeSpan.FromSeconds(10);

    private readonly ICdpChannel _channel;
    private readonly CdpOptions _options;
    private readonly PendingRequests _pending = new();
    private readonly EventRoutes _routes = new();
    private readonly SemaphoreSlim _sending = new(1, 1); // a WebSocket takes one send at a time
    private readonly CancellationTokenSource _lifetime = new(); // never disposed: it owns no handle, and Drop may come at any time
    private long _messages;
    private int _disposed;

    private CdpConnection(ICdpChannel channel, CdpOptions options)
    {
        _channel = channel;
        _options = options;
        Closed = ReceiveAllAsync();
    }

    /// <summary>Ends when nothing can be received any more, with the reason. Never faults.</summary>
    public Task<CdpException> Closed { get; }

    internal TimeProvider Time => _options.Time;

    /// <summary>Opens the socket. The invoker, which the caller owns and keeps alive, creates the TCP connection.</summary>
    /// <exception cref="CdpException">Nothing listens there, it is not an inspector, or it did not answer in time.</exception>
    public static async Task<CdpConnection> ConnectAsync(
        Uri address, HttpMessageInvoker invoker, CdpOptions? options, CancellationToken cancellation)
    {
        options ??= new CdpOptions();
        var socket = new ClientWebSocket();
        // Node's inspector does not answer pings, least of all while it is paused for a snapshot.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var patience = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await socket.ConnectAsync(address, invoker, both.Token);
            return new CdpConnection(new WebSocketChannel(socket, options.MaxMessageBytes), options);
        }
        catch (OperationCanceledException problem) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new CdpException(
                CdpException.Connection,
                CdpErrorCode.TimedOut,
                $"{address} did not open within {options.ConnectTimeout.TotalSeconds:0.#} s",
                problem);
        }
        catch (WebSocketException problem)
        {
            socket.Dispose();
            var cause = problem.InnerException?.Message ?? problem.Message;
            throw new CdpException(CdpException.Connection, CdpErrorCode.ConnectionClosed, $"{address}: {cause}", problem);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A session with a worker thread, through this connection, which must outlive it.</summary>
    internal CdpConnection OpenWorker(string session) => new(new WorkerChannel(this, session), _options);

    /// <summary>
    /// The events of one kind from now on, with at most <paramref name="capacity"/> of them queued: see <see cref="CdpEvents{TEvent}"/>.
    /// </summary>
    internal CdpEvents<TEvent> Subscribe<TEvent>(string method, JsonTypeInfo<TEvent> type, int capacity) =>
        new(this, method, type, capacity);

    internal IDisposable AddHandler(string method, CdpEventHandler handler) => _routes.Add(method, handler);

    /// <summary>Sends a request without parameters and waits for an answer whose content does not matter.</summary>
    internal Task SendAsync(string method, TimeSpan? timeout, CancellationToken cancellation) =>
        SendAsync(method, WireEmpty.Instance, CdpJson.Default.WireEmpty, timeout, cancellation);

    /// <summary>Sends a request and waits for an answer whose content does not matter.</summary>
    internal Task SendAsync<TParameters>(
        string method, TParameters parameters, JsonTypeInfo<TParameters> type, TimeSpan? timeout, CancellationToken cancellation) =>
        SendAsync(method, parameters, type, CdpJson.Default.WireEmpty, timeout, cancellation);

    /// <summary>
    /// Sends a request and waits for its answer: for <see cref="CdpOptions.RequestTimeout"/> where no time is given, without a limit for
    /// <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    /// <exception cref="CdpException">Refused, timed out, unreadable, or the connection closed.</exception>
    internal async Task<TResult> SendAsync<TParameters, TResult>(
        string method, TParameters parameters, JsonTypeInfo<TParameters> parametersType, JsonTypeInfo<TResult> resultType,
        TimeSpan? timeout, CancellationToken cancellation)
    {
        var patience = timeout ?? _options.RequestTimeout;
        var request = _pending.Add(method, resultType);
        try
        {
            await WriteAsync(request, parameters, parametersType, cancellation);
            return await request.Task.WaitAsync(patience, _options.Time, cancellation);
        }
        catch (TimeoutException problem)
        {
            throw new CdpException(method, CdpErrorCode.TimedOut, $"no answer within {patience.TotalSeconds:0.#} s", problem);
        }
        finally
        {
            _pending.Remove(request);
        }
    }

    /// <summary>Sends a request whose answer nobody waits for, except who closes the connection: it may close itself instead.</summary>
    internal async Task PostAsync<TParameters>(
        string method, TParameters parameters, JsonTypeInfo<TParameters> parametersType, CancellationToken cancellation)
    {
        var request = _pending.Add(method, CdpJson.Default.WireEmpty);
        try
        {
            await WriteAsync(request, parameters, parametersType, cancellation);
        }
        catch
        {
            _pending.Remove(request);
            throw;
        }
    }

    /// <summary>
    /// Sends nothing from now on, and closes the session after a moment, in which what is under way arrives. It must still be disposed.
    /// </summary>
    internal async Task LeaveAsync(TimeSpan moment)
    {
        _pending.Refuse(Ended(CdpErrorCode.ConnectionClosed, "the program has ended", null));
        await Task.WhenAny(Closed, Task.Delay(moment, _options.Time));
        await CloseAsync();
    }

    /// <summary>Breaks the connection off, as the end of our process would. It must still be disposed.</summary>
    internal void Drop() => _lifetime.Cancel();

    /// <summary>Waits for a task, at most until the peer has been silent for the given time or has sent for 10 s.</summary>
    internal async Task ListenUntilAsync(Task end, TimeSpan silence)
    {
        var start = _options.Time.GetTimestamp();
        long seen;
        do
        {
            seen = Volatile.Read(ref _messages);
            await Task.WhenAny(end, Closed, Task.Delay(silence, _options.Time));
        }
        while (!end.IsCompleted && !Closed.IsCompleted
            && seen != Volatile.Read(ref _messages) && _options.Time.GetElapsedTime(start) < ListenLimit);
    }

    /// <summary>
    /// Closes the session once nothing is under way, as far as the peer lets us wait for it: the inspector of Node 18 to 22 crashes its
    /// process when it writes to a connection at the moment at which that connection breaks (see <c>docs/live.md</c>).
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _pending.Refuse(Ended(CdpErrorCode.ConnectionClosed, "the connection was closed on this side", null));
        await ListenUntilAsync(_pending.AnswersAsync(), AnswerSilence);
        await CloseAsync();
        _channel.Dispose();
        _sending.Dispose();
    }

    private async Task CloseAsync()
    {
        using var grace = new CancellationTokenSource(CloseSilence, _options.Time);
        try
        {
            await _sending.WaitAsync(grace.Token);
            try
            {
                if (_channel.IsOpen) await _channel.CloseAsync(grace.Token);
            }
            finally
            {
                _sending.Release();
            }

            await ListenUntilAsync(Closed, CloseSilence);
        }
        catch (Exception problem) when (IsFailedClose(problem))
        {
            _channel.Abort(); // it cannot be told any more
        }

        Drop();
        await Closed;
    }

    private async Task WriteAsync<TParameters>(
        PendingRequest request, TParameters parameters, JsonTypeInfo<TParameters> type, CancellationToken cancellation)
    {
        var message = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(message))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, request.Id);
            writer.WriteString("method"u8, request.Method);
            writer.WritePropertyName("params"u8);
            JsonSerializer.Serialize(writer, parameters, type);
            writer.WriteEndObject();
        }

        try
        {
            await _sending.WaitAsync(cancellation);
            try
            {
                // Not the caller's token: cancelling a send half-way would abort the whole connection.
                await _channel.SendAsync(message.WrittenMemory, _lifetime.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested
            && problem is WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            throw new CdpException(
                request.Method, CdpErrorCode.ConnectionClosed, _pending.ClosedBy?.Message ?? "the connection is closed", problem);
        }
    }

    private async Task<CdpException> ReceiveAllAsync()
    {
        await Task.Yield(); // the constructor returns before anything is received
        var reason = await ReceiveUntilClosedAsync();
        _pending.FailAll(reason);
        _channel.Abort(); // nothing reads from it any more
        return reason;
    }

    private async Task<CdpException> ReceiveUntilClosedAsync()
    {
        try
        {
            while (await _channel.ReceiveAsync(_lifetime.Token) is { } bytes)
            {
                Interlocked.Increment(ref _messages);
                var message = CdpMessage.Parse(bytes);
                if (message.Method is { } method) await _routes.DispatchAsync(method, message.Payload, _lifetime.Token);
                else _pending.Complete(message);
            }

            return Ended(CdpErrorCode.ConnectionClosed, "the inspector closed the connection", null);
        }
        catch (CdpException problem)
        {
            return problem;
        }
        catch (JsonException problem)
        {
            return Ended(CdpErrorCode.MalformedMessage, $"not a message of an inspector: {problem.Message}", problem);
        }
        catch (OperationCanceledException problem)
        {
            return Ended(CdpErrorCode.ConnectionClosed, "the connection was closed on this side", problem);
        }
        catch (Exception problem) // whatever ended the loop, the waiting requests must fail
        {
            return Ended(CdpErrorCode.ConnectionClosed, $"the connection broke: {problem.Message}", problem);
        }
    }

    private static bool IsFailedClose(Exception problem) =>
        problem is OperationCanceledException or WebSocketException or ObjectDisposedException or CdpException;

    private static CdpException Ended(CdpErrorCode code, string message, Exception? inner) =>
        new(CdpException.Connection, code, message, inner);
}
