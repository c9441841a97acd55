namespace Heapwise.Outside.Copying;

/// <summary>How a heap is read from outside.</summary>
public sealed record OutsideOptions
{
    public static readonly TimeSpan DefaultMaxPause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the process may stand still at most; it is let go then, and nothing was read.</summary>
    public TimeSpan MaxPause { get; init; } = DefaultMaxPause;

    /// <summary>The worker thread whose heap is read; null for the main thread.</summary>
    public OutsideWorker? Worker { get; init; }

    /// <summary>How often it may be stopped where it is found collecting garbage.</summary>
    public int MaxAttempts { get; init; } = 8;
}
