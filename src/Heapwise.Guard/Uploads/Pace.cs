namespace Heapwise.Guard.Uploads;

/// <summary>How fast is sent, over all connections.</summary>
/// <param name="bytesPerSecond">Null: as fast as possible.</param>
/// <param name="time">For waiting.</param>
internal sealed class Pace(long? bytesPerSecond, TimeProvider time)
{
    private const int PiecesPerSecond = 20;

    private readonly Lock _lock = new();
    private TimeSpan _next;

    /// <summary>How many of these bytes may be sent at once.</summary>
    public int Allow(int count) => bytesPerSecond is { } rate ? (int)Math.Min(count, Math.Max(1, rate / PiecesPerSecond)) : count;

    /// <summary>Waits until it is their turn.</summary>
    public async ValueTask WaitAsync(int count, CancellationToken cancellation)
    {
        if (bytesPerSecond is not { } rate) return;
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetElapsedTime(0);
            if (_next < now) _next = now; // what was not used is not saved up
            wait = _next - now;
            _next += TimeSpan.FromSeconds((double)count / rate);
        }

        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellation);
    }
}
