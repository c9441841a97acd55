using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The requests that wait for their answers, by id. After <see cref="Refuse"/> or <see cref="FailAll"/> nothing can be added: every later
/// request fails at once with the same reason. Safe to use from any thread.
/// </summary>
internal sealed class PendingRequests
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, PendingRequest> _requests = [];
    private long _lastId;
    private Exception? _closed;

    /// <summary>Why nothing can be requested any more; null while the connection is open.</summary>
    public Exception? ClosedBy
    {
        get
        {
            lock (_lock) return _closed;
        }
    }

    public PendingRequest<TResult> Add<TResult>(string method, JsonTypeInfo<TResult> type)
    {
        lock (_lock)
        {
            if (_closed is not null) throw Closed(method, _closed);
            var request = new PendingRequest<TResult>(++_lastId, method, type);
            _requests.Add(request.Id, request);
            return request;
        }
    }

    public void Remove(PendingRequest request)
    {
        lock (_lock) _requests.Remove(request.Id);
    }

    /// <summary>
    /// Completes the request that this message answers. An answer to an abandoned request is dropped.
    /// </summary>
    /// <exception cref="JsonException">The id was never used: the peer is not an inspector.</exception>
    public void Complete(in CdpMessage message)
    {
        if (message.Id is not { } id) return;
        PendingRequest? request;
        lock (_lock)
        {
            if (id < 1 || id > _lastId) throw new JsonException($"an answer to request {id}, which was never sent");
            if (!_requests.Remove(id, out request)) return;
        }

        if (message.Error.IsEmpty) request.Succeed(message.Payload.Span);
        else request.Fail(Refusal(request.Method, message.Error.Span));
    }

    /// <summary>Ends when everything that waits now has been answered or has failed. Never faults.</summary>
    public Task AnswersAsync()
    {
        lock (_lock) return Task.WhenAll(_requests.Values.Select(request => request.Answered));
    }

    /// <summary>Every later request fails with this reason; those that wait still get their answers.</summary>
    public void Refuse(Exception reason)
    {
        lock (_lock) _closed ??= reason;
    }

    public void FailAll(Exception reason)
    {
        PendingRequest[] requests;
        lock (_lock)
        {
            _closed ??= reason;
            requests = [.. _requests.Values];
            _requests.Clear();
        }

        foreach (var request in requests) request.Fail(Closed(request.Method, reason));
    }

    private static CdpException Closed(string method, Exception reason) =>
        new(method, (reason as CdpException)?.Code ?? CdpErrorCode.ConnectionClosed, reason.Message, reason);

    private static CdpException Refusal(string method, ReadOnlySpan<byte> error)
    {
        var wire = JsonSerializer.Deserialize(error, CdpJson.Default.WireError);
        return new CdpException(method, (CdpErrorCode)(wire?.Code ?? 0), wire?.Message ?? "refused without a reason");
    }
}
