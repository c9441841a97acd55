using System.Globalization;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>Waits until a target has little to do, so that standing still hurts few.</summary>
public static class QuietMoment
{
    /// <summary>The share of a window that a quiet event loop works at the most.</summary>
    public const double MostUtilization = 0.1;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches the event loop, half a second at a time.</summary>
    /// <exception cref="CaptureRefusedException">There was no such moment in that time.</exception>
    /// <exception cref="TargetException"/>
    public static async Task WaitAsync(NodeTarget target, TimeSpan patience, IProgress<double>? progress, CancellationToken cancellation)
    {
        var monitor = await ProcessMonitor.StartAsync(target, cancellation);
        var start = target.Options.Time.GetTimestamp();
        var least = 1.0;
        while (true)
        {
            await Task.Delay(Window, target.Options.Time, cancellation);
            var loop = (await monitor.ReadAsync(cancellation)).Loop;
            // A loop that has not turned says nothing of its load: it is blocked.
            var utilization = loop.Delay is null ? 1 : loop.Utilization;
            if (utilization <= MostUtilization) return;
            least = Math.Min(least, utilization);
            progress?.Report(utilization);
            if (target.Options.Time.GetElapsedTime(start) >= patience)
                throw new CaptureRefusedException(string.Create(CultureInfo.InvariantCulture,
                    $"{target.Name} had no quiet moment in {patience.TotalSeconds:0.#} s: its event loop was busy for {100 * least:0} % of the time at the least, {100 * MostUtilization:0} % would do. Wait longer, or leave --wait out"));
        }
    }
}
