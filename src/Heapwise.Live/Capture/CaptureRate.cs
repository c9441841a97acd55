namespace Heapwise.Live.Capture;

/// <summary>How much a snapshot has cost, as a multiple of the general estimate.</summary>
public sealed record CaptureRate(double Pause, double File)
{
    /// <summary>As the general estimate says.</summary>
    public static CaptureRate General { get; } = new(1, 1);
}
