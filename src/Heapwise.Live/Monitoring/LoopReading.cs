namespace Heapwise.Live.Monitoring;

/// <summary>The event loop since the previous reading.</summary>
/// <param name="Utilization">Share of the time that it did not wait for events, 0 to 1.</param>
/// <param name="Delay">How late its timers fired; null where the loop has not turned at all.</param>
public sealed record LoopReading(double Utilization, DelayReading? Delay);

/// <summary>How late a timer of 10 ms fired, in milliseconds.</summary>
public sealed record DelayReading(double MeanMs, double P50Ms, double P99Ms, double MaxMs);
