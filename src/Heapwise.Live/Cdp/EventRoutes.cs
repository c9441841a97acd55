namespace Heapwise.Live.Cdp;

/// <summary>
/// Which handlers get which events. Handlers run in the receive loop, one event after the other. While one runs, nothing else is received,
/// and TCP slows the target's inspector down. That is the back-pressure of the whole connection.
/// </summary>
internal sealed class EventRoutes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CdpEventHandler[]> _handlers = new(StringComparer.Ordinal);

    /// <summary>Routes the event to the handler until the returned registration is disposed.</summary>
    public IDisposable Add(string method, CdpEventHandler handler)
    {
        lock (_lock) _handlers[method] = [.. _handlers.GetValueOrDefault(method, []), handler];
        return new Registration(this, method, handler);
    }

    public async ValueTask DispatchAsync(string method, ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        CdpEventHandler[] handlers;
        lock (_lock) handlers = _handlers.GetValueOrDefault(method, []);
        foreach (var handler in handlers) await handler(parameters, lifetime);
    }

    private void Remove(string method, CdpEventHandler handler)
    {
        lock (_lock) _handlers[method] = [.. _handlers.GetValueOrDefault(method, []).Where(other => other != handler)];
    }

    private sealed class Registration(EventRoutes routes, string method, CdpEventHandler handler) : IDisposable
    {
        public void Dispose() => routes.Remove(method, handler);
    }
}
