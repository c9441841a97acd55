using System.Globalization;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Waits until a target has little to do, so that pausing it affects few requests.</summary>
public static class QuietMoment
{
    /// <summary>The largest share of a window in which a quiet event loop works.</summary>
    public const double MaxUtilization = 0.1;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches the event loop in windows of half a second.</summary>
    /// <exception cref="CaptureRefusedException">There was no such moment in that time.</exception>
    /// <exception cref="TargetException"/>
    public static async Task WaitAsync(
        NodeTarget target, TimeSpan patience, IProgress<double>? progress, CancellationToken cancellation)
    {
        var monitor = await ProcessMonitor.StartAsync(target, cancellation);
        var start = target.Options.Time.GetTimestamp();
        var lowest = 1.0;
        while (true)
        {
            await Task.Delay(Window, target.Options.Time, cancellation);
            var loop = (await monitor.ReadAsync(cancellation)).Loop;
            // A loop that has not turned says nothing about its load: it is blocked.
            var utilization = loop.Delay is null ? 1 : loop.Utilization;
            if (utilization <= MaxUtilization) return;
            lowest = Math.Min(lowest, utilization);
            progress?.Report(utilization);
            if (target.Options.Time.GetElapsedTime(start) >= patience)
                throw new CaptureRefusedException(string.Create(CultureInfo.InvariantCulture,
                    $"{target.Name} had no quiet moment in {patience.TotalSeconds:0.#} s: its event loop was always busy for "
                    + $"{100 * lowest:0} % of the time or more, and at most {100 * MaxUtilization:0} % counts as quiet. "
                    + $"Wait longer, or omit --wait"));
        }
    }
}
