using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Waits until a target has come to rest after a load: collects garbage and reads the memory until two successive readings agree,
/// in the heap and outside of it. What is in flight (answers being written, sockets being closed, short timers) is gone by then.
/// </summary>
internal static class Settling
{
    private const long MinTolerance = 32 << 10; // an idle server's floor moves by a few kB
    private const double Tolerance = 0.001;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads at least twice, and at most for about <paramref name="patience"/>.</summary>
    /// <exception cref="TargetException"/>
    public static async Task<Floor> WaitAsync(NodeTarget target, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        List<long> readings = [];
        MemorySample? before = null;
        await target.DiscardConsoleAsync(cancellation);
        await target.IndexLinesAsync(cancellation);
        while (true)
        {
            await target.CollectGarbageAsync(cancellation);
            var now = await target.SampleMemoryAsync(cancellation);
            readings.Add(now.HeapUsedBytes);
            var isSteady = before is not null && Agree(before, now);
            if (isSteady || (before is not null && time.GetElapsedTime(start) >= patience)) return Floor.From(now, readings, isSteady);
            before = now;
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static bool Agree(MemorySample before, MemorySample now) =>
        Agree(before.HeapUsedBytes, now.HeapUsedBytes) && Agree(before.ExternalBytes, now.ExternalBytes);

    internal static bool Agree(long before, long after) => Math.Abs(after - before) <= Math.Max(MinTolerance, Tolerance * before);
}
