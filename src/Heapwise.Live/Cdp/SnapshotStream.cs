using System.Text.Json;

namespace Heapwise.Live.Cdp;

/// <summary>How far a snapshot is: first objects visited, then bytes written.</summary>
/// <param name="Bytes">Bytes written so far.</param>
/// <param name="Done">Steps of building done; the target chooses the unit.</param>
/// <param name="Total">All steps of building, as far as known.</param>
public readonly record struct SnapshotProgress(long Bytes, long Done, long Total);

/// <summary>
/// One snapshot on its way from the inspector into a stream. Chunks come as JSON strings inside JSON messages; each is unescaped
/// from the message's bytes straight into a reused byte buffer and written. The receive loop does the writing, so a slow
/// destination slows the target's inspector instead of filling memory. <c>_gate</c> guards the destination: whoever holds it may
/// write, and after <see cref="DisposeAsync"/> nobody writes any more.
/// </summary>
internal sealed class SnapshotStream : IAsyncDisposable
{
    private readonly CdpConnection _connection;
    private readonly string _method;
    private readonly Stream _destination;
    private readonly IProgress<SnapshotProgress>? _progress;
    private readonly TimeSpan _silence;
    private readonly CancellationTokenSource _patience;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IDisposable[] _registrations;
    private byte[] _text = [];
    private SnapshotProgress _state;
    private bool _ended;

    /// <param name="connection">Where the chunks come from.</param>
    /// <param name="method">The request that makes the target send a snapshot.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="progress">Told of every chunk and every report of the target.</param>
    /// <param name="silence">How long nothing at all may come.</param>
    /// <param name="time">The clock of that.</param>
    public SnapshotStream(
        CdpConnection connection, string method, Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence, TimeProvider time)
    {
        _connection = connection;
        _method = method;
        _destination = destination;
        _progress = progress;
        _silence = silence;
        _patience = new CancellationTokenSource(silence, time);
        _registrations =
        [
            connection.AddHandler("HeapProfiler.addHeapSnapshotChunk", WriteChunkAsync),
            connection.AddHandler("HeapProfiler.reportHeapSnapshotProgress", ReportAsync),
        ];
    }

    /// <summary>Asks for the snapshot and waits for its end: the reply comes after the last chunk.</summary>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, cancellation);
        var reply = _connection.SendAsync(
            _method, new WireTakeHeapSnapshot(ReportProgress: true), CdpJson.Default.WireTakeHeapSnapshot, CdpJson.Default.WireEmpty,
            Timeout.InfiniteTimeSpan, both.Token);
        try
        {
            await await Task.WhenAny(_failed.Task, reply);
            if (_failed.Task.IsFaulted) await _failed.Task; // the last chunk failed as the reply came
        }
        catch (OperationCanceledException problem) when (_patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CdpException(_method, CdpErrorCode.TimedOut, $"nothing was sent for {_silence.TotalSeconds:0.#} s", problem);
        }
        finally
        {
            await both.CancelAsync(); // where the writing failed, the request is given up
            await reply.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        }

        return _state.Bytes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registration in _registrations) registration.Dispose();
        await _gate.WaitAsync(); // a write that is under way ends first
        _ended = true;
        _gate.Release();
        _patience.Dispose();
    }

    private async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        await _gate.WaitAsync(lifetime);
        try
        {
            if (_ended || _failed.Task.IsCompleted) return;
            var length = Unescape(parameters.Span);
            await _destination.WriteAsync(_text.AsMemory(0, length), lifetime);
            _state = _state with { Bytes = _state.Bytes + length };
            Continue();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed.TrySetException(problem); // the waiting caller gets it; the connection lives on
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask ReportAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        await _gate.WaitAsync(lifetime);
        try
        {
            if (_ended || JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireSnapshotProgress) is not { } report) return;
            _state = _state with { Done = report.Done, Total = report.Total };
            Continue();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Something came: the silence begins anew, and the watcher is told.</summary>
    private void Continue()
    {
        _patience.CancelAfter(_silence);
        _progress?.Report(_state);
    }

    /// <summary>Unescapes the chunk into <see cref="_text"/> and returns its length.</summary>
    private int Unescape(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("chunk"u8)) continue;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) break;
            if (_text.Length < reader.ValueSpan.Length) _text = new byte[reader.ValueSpan.Length];
            return reader.CopyString(_text);
        }

        throw new CdpException("HeapProfiler.addHeapSnapshotChunk", CdpErrorCode.MalformedMessage, "the event holds no chunk");
    }
}
