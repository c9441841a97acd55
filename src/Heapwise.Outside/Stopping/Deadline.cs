using System.Diagnostics;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Stopping;

/// <summary>How long the target may stand still, from now on.</summary>
internal readonly struct Deadline(TimeSpan limit)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <exception cref="OutsideException">The time is over.</exception>
    public void ThrowIfOver(string what)
    {
        if (Elapsed > limit) throw OutsideException.TooSlow(what, limit);
    }
}
