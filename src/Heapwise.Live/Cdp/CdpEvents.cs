using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The events of one kind, deserialised, in a queue of fixed length. When the queue is full, the connection stops receiving until a reader
/// takes one. Nothing is lost and nothing grows, but a reader that waits for an answer on the same connection while its queue is full waits
/// forever. Read it in a separate loop. Ends when the connection closes.
/// </summary>
public sealed class CdpEvents<TEvent> : IDisposable
{
    private readonly Channel<TEvent> _queue;
    private readonly IDisposable _registration;
    private readonly JsonTypeInfo<TEvent> _type;
    private readonly string _method;

    internal CdpEvents(CdpConnection connection, string method, JsonTypeInfo<TEvent> type, int capacity)
    {
        _method = method;
        _type = type;
        var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleWriter = true };
        _queue = Channel.CreateBounded<TEvent>(options);
        _registration = connection.AddHandler(method, ReceiveAsync);
        _ = connection.Closed.ContinueWith(_ => _queue.Writer.TryComplete(), TaskScheduler.Default);
    }

    public IAsyncEnumerable<TEvent> ReadAllAsync(CancellationToken cancellation) => _queue.Reader.ReadAllAsync(cancellation);

    /// <summary>Stops receiving. Events that are already queued can still be read.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _queue.Writer.TryComplete();
    }

    private async ValueTask ReceiveAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        try
        {
            if (JsonSerializer.Deserialize(parameters.Span, _type) is { } value) await _queue.Writer.WriteAsync(value, lifetime);
        }
        catch (JsonException problem)
        {
            _queue.Writer.TryComplete(new CdpException(_method, CdpErrorCode.MalformedMessage, problem.Message, problem));
        }
        catch (ChannelClosedException)
        {
            // disposed between the dispatch and here: the event is no longer needed
            _registration.Dispose();
        }
    }
}
