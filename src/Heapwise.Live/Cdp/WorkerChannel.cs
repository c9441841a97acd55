using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The session of one worker thread. Its messages travel as text inside the messages of its process's main session. The queue is
/// short and a full one holds the main session's receiving back, as a slow reader of a socket of its own would.
/// </summary>
internal sealed class WorkerChannel : ICdpChannel
{
    private const int WaitingMessages = 16;

    private readonly CdpConnection _parent;
    private readonly string _session;
    private readonly Channel<byte[]> _received = Channel.CreateBounded<byte[]>(WaitingMessages);
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

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => await _parent.PostAsync(
        "NodeWorker.sendMessageToWorker", new WireToWorker(Encoding.UTF8.GetString(message.Span), _session), CdpJson.Default.WireToWorker, cancellation);

    public async Task CloseAsync(CancellationToken cancellation)
    {
        // Refused where the worker has just ended: the session is gone either way.
        await _parent.PostAsync("NodeWorker.detach", new WireWorkerSession(_session), CdpJson.Default.WireWorkerSession, cancellation);
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
        if (MessageOf(parameters.Span) is not { } message) return;
        try
        {
            await _received.Writer.WriteAsync(message, lifetime);
        }
        catch (ChannelClosedException)
        {
            Abort(); // left between the dispatch and here: nobody wants the message any more
        }
    }

    private ValueTask EndAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        if (JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireWorkerSession)?.SessionId == _session) _received.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>The text of <c>{sessionId, message}</c>, unescaped straight into bytes: a snapshot comes this way. Null where it is another worker's.</summary>
    private byte[]? MessageOf(ReadOnlySpan<byte> parameters)
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
