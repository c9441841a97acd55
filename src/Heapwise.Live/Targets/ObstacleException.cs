namespace Heapwise.Live.Targets;

/// <summary>A running process cannot be attached to. The message is the process and the reason.</summary>
/// <param name="processId">Which.</param>
/// <param name="reason">What it does or is, as the rest of a sentence about it, and what to do.</param>
/// <param name="inner">What was tried.</param>
public sealed class ObstacleException(int processId, string reason, Exception? inner = null)
    : TargetException($"pid {processId} {reason}", inner)
{
    /// <summary>The same for all processes with this obstacle.</summary>
    public string Reason { get; } = reason;
}
