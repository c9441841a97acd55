namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>How the timers of a cluster work.</summary>
/// <param name="Milliseconds">What they wait; null where they differ.</param>
/// <param name="IsRepeating">True of <c>setInterval</c>.</param>
/// <param name="IsRearmed">True of a <c>setTimeout</c> whose callback sets the next one: its timers are younger than what they hand on.</param>
/// <param name="IsAwaited">True where an async function waits for them.</param>
public sealed record TimerFacts(long? Milliseconds, bool IsRepeating, bool IsRearmed, bool IsAwaited = false)
{
    /// <summary>True where each timer ends by itself after its time.</summary>
    public bool IsOneShot => !IsRepeating && !IsRearmed;

    /// <summary>The function of Node's that starts them.</summary>
    public string Starter => IsRepeating ? "setInterval" : "setTimeout";
}
