namespace Heapwise.Live.Capture;

/// <summary>What a snapshot may cost.</summary>
public sealed record CaptureOptions
{
    /// <summary>The longest pause that is acceptable. Production targets want this low; null: any.</summary>
    public TimeSpan? MaxPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes the snapshot whatever the estimates say.</summary>
    public bool Force { get; init; }

    /// <summary>Free memory and disk that must remain, on top of the estimates.</summary>
    public long ReserveBytes { get; init; } = 32L << 20;
}
