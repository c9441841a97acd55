using System.Text.Json;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp.Domains;

/// <summary>
/// Transfers one snapshot from the inspector into a stream. Chunks arrive as JSON strings inside JSON messages; each is unescaped from the
/// message's bytes directly into a reused byte buffer and written. The receive loop does the writing, so that a slow destination slows the
/// target's inspector instead of filling memory. <c>_gate</c> guards the destination: only its holder writes, and after
/// <see cref="DisposeAsync"/> nothing is written any more.
/// </summary>
internal sealed class SnapshotStream : IAsyncDisposable
{
    /// <summary>A snapshot that is given up while it is being sent has ended, or stalled, when nothing comes for so long.</summary>
    private static readonly TimeSpan DrainSilence = TimeSpan.FromMilliseconds(250);

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

    /// <param name="connection">The source of the chunks.</param>
    /// <param name="method">The request that makes the target send a snapshot.</param>
    /// <param name="destination">Receives the snapshot.</param>
    /// <param name="progress">Gets every chunk and every report of the target.</param>
    /// <param name="silence">How long the target may send nothing at all.</param>
    public SnapshotStream(
        CdpConnection connection, string method, Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence)
    {
        _connection = connection;
        _method = method;
        _destination = destination;
        _progress = progress;
        _silence = silence;
        _patience = new CancellationTokenSource(silence, connection.Time);
        _registrations =
        [
            connection.AddHandler("HeapProfiler.addHeapSnapshotChunk", WriteChunkAsync),
            connection.AddHandler("HeapProfiler.reportHeapSnapshotProgress", ReportAsync),
        ];
    }

    /// <summary>Requests the snapshot and waits for its end: the reply follows the last chunk.</summary>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, cancellation);
        using var abandoned = new CancellationTokenSource();
        var request = new WireTakeHeapSnapshot(ReportProgress: true);
        var reply = _connection.SendAsync(
            _method, request, CdpJson.Default.WireTakeHeapSnapshot, Timeout.InfiniteTimeSpan, abandoned.Token);
        try
        {
            await (await Task.WhenAny(_failed.Task, reply).WaitAsync(both.Token));
            if (_failed.Task.IsFaulted) await _failed.Task; // the last chunk failed as the reply came
        }
        catch (OperationCanceledException problem) when (_patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CdpException(_method, CdpErrorCode.TimedOut, $"nothing was sent for {_silence.TotalSeconds:0.#} s", problem);
        }
        finally
        {
            await EndAsync();
            // Whoever closes the connection next must not do so while chunks are under way.
            if (_state.Bytes > 0) await _connection.ListenUntilAsync(reply, DrainSilence);
            await abandoned.CancelAsync();
            await reply.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        }

        return _state.Bytes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registration in _registrations) registration.Dispose();
        await EndAsync();
        _patience.Dispose();
    }

    /// <summary>Waits for a write in progress. What arrives later is dropped.</summary>
    private async Task EndAsync()
    {
        await _gate.WaitAsync();
        _ended = true;
        _gate.Release();
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
            _failed.TrySetException(problem); // for the waiting caller; the connection stays open
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

    /// <summary>Something arrived, so the silence starts again.</summary>
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
