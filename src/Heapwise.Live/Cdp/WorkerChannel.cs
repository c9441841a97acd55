using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The session of one worker thread. Its messages travel as strings inside the messages of the process's main session. The queue is short,
/// and a full one slows the main session down, as a slow reader of a separate socket would.
/// </summary>
internal sealed class WorkerChannel : ICdpChannel
{
    private const int MaxWaitingMessages = 16;

    private readonly CdpConnection _parent;
    private readonly string _session;
    private readonly Channel<byte[]> _received = Channel.CreateBounded<byte[]>(MaxWaitingMessages);
    private readonly IDisposable[] _registrations;

    public WorkerChannel(CdpConnection parent, string session)
    {
        _parent = parent;
        _session = session;
        _registrations =
        [
            parent.AddHandler("NodeWorker.receivedMessageFromWorker", ReceiveAsync),
            parent.AddHandler("NodeWorker.detachedFromWorker", EndAsync),
        ];
        _ = parent.Closed.ContinueWith(closed => _received.Writer.TryComplete(closed.Result), TaskScheduler.Default);
    }

    public bool IsOpen => !_received.Reader.Completion.IsCompleted && !_parent.Closed.IsCompleted;

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation) =>
        await _received.Reader.WaitToReadAsync(cancellation) && _received.Reader.TryRead(out var message) ? message : null;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var wrapped = new WireToWorker(Encoding.UTF8.GetString(message.Span), _session);
        await _parent.PostAsync("NodeWorker.sendMessageToWorker", wrapped, CdpJson.Default.WireToWorker, cancellation);
    }

    public async Task CloseAsync(CancellationToken cancellation)
    {
        // Refused if the worker has just ended: the session is gone either way.
        var session = new WireWorkerSession(_session);
        await _parent.PostAsync("NodeWorker.detach", session, CdpJson.Default.WireWorkerSession, cancellation);
        Abort();
    }

    public void Abort()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _received.Writer.TryComplete();
    }

    public void Dispose() => Abort();

    private async ValueTask ReceiveAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        if (FindMessage(parameters.Span) is not { } message) return;
        try
        {
            await _received.Writer.WriteAsync(message, lifetime);
        }
        catch (ChannelClosedException)
        {
            Abort(); // closed between the dispatch and here: the message is no longer needed
        }
    }

    private ValueTask EndAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        var ended = JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireWorkerSession);
        if (ended?.SessionId == _session) _received.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// The message in <c>{sessionId, message}</c>, unescaped directly into bytes, because snapshots arrive this way. Null where it is
    /// another worker's.
    /// </summary>
    private byte[]? FindMessage(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters);
        byte[]? message = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSession = reader.ValueTextEquals("sessionId"u8);
            var isMessage = reader.ValueTextEquals("message"u8);
            reader.Read();
            if (isSession && !reader.ValueTextEquals(_session)) return null;
            if (isMessage)
            {
                var text = new byte[reader.ValueSpan.Length];
                message = text[..reader.CopyString(text)];
            }

            reader.Skip();
        }

        return message;
    }
}
