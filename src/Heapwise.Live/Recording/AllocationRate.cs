using System.Globalization;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// How much a target allocates, and the sampling interval that follows from it. The used heap alone does not show it, because every
/// garbage collection shrinks it. <c>v8.GCProfiler</c> records the used heap before and after each, and the growth in between is what was
/// allocated.
///
/// Costs, measured on Node 18 to 26: a sample takes 4 µs with 5 frames on the stack and 20 to 30 µs with 100. At most
/// <see cref="SamplesPerSecond"/> keeps that between 0.2 and 1.5 %; a server that does little but allocate was 1 to 2 % slower while V8
/// sampled, and 4 to 5 % at 128 kB, which is what an idle program gets.
/// </summary>
internal static class AllocationRate
{
    public const int SamplesPerSecond = 500;

    /// <summary>
    /// V8's default, for a target whose rate cannot be measured. At 2 GB per second, which few programs allocate, that is 4,000 samples:
    /// 1.6 % with short stacks.
    /// </summary>
    public const long DefaultIntervalBytes = 512 << 10;

    /// <summary>The minimum even for a quiet target, which may become busy while it is recorded.</summary>
    public const long MinIntervalBytes = 128 << 10;

    private const long MaxIntervalBytes = 64 << 20;

    /// <summary>
    /// Watches the target for the given time, or a little longer. Null where its event loop does not turn or its Node is too old (below
    /// 18.15).
    /// </summary>
    /// <exception cref="TargetException"/>
    public static async Task<long?> MeasureAsync(NodeTarget target, TimeSpan time, CancellationToken cancellation)
    {
        // The timer ends the profiler even if we no longer wait for the answer, and does not keep the program running.
        var question = string.Create(CultureInfo.InvariantCulture,
            $$"""
            new Promise(done => {
              const {GCProfiler, getHeapStatistics} = require('v8');
              if (typeof GCProfiler !== 'function') return done({bytes: -1, milliseconds: 0});
              const used = () => getHeapStatistics().used_heap_size, profiler = new GCProfiler(), began = Date.now();
              profiler.start();
              let last = used(), bytes = 0;
              setTimeout(() => {
                const end = used();
                for (const gc of profiler.stop().statistics) {
                  bytes += Math.max(0, gc.beforeGC.heapStatistics.usedHeapSize - last);
                  last = gc.afterGC.heapStatistics.usedHeapSize;
                }
                done({bytes: bytes + Math.max(0, end - last), milliseconds: Date.now() - began});
              }, {{time.TotalMilliseconds:0}}).unref();
            })
            """);
        var answer = await target.AskAsync(async () =>
        {
            try
            {
                var patience = time + time + TimeSpan.FromSeconds(1);
                return await target.Connection.Runtime.EvaluatePromiseAsync(
                    question, RecordingJson.Default.WireAllocationRate, patience, cancellation);
            }
            catch (CdpException problem) when (problem.Code is CdpErrorCode.TimedOut or CdpErrorCode.ScriptThrew)
            {
                return null; // busy, or without such a profiler
            }
        });
        return answer is { Milliseconds: > 0, Bytes: >= 0 } ? (long)(answer.Bytes * 1000 / answer.Milliseconds) : null;
    }

    /// <summary>A power of two, so that two recordings of one program usually have the same interval.</summary>
    /// <param name="bytesPerSecond">What the target allocates; null: not known.</param>
    /// <param name="minBytes">The shortest interval.</param>
    /// <param name="samplesPerSecond">At most so many samples.</param>
    public static long IntervalFor(
        long? bytesPerSecond, long minBytes = MinIntervalBytes, int samplesPerSecond = SamplesPerSecond)
    {
        if (bytesPerSecond is not { } rate) return DefaultIntervalBytes;
        var interval = minBytes;
        while (interval < MaxIntervalBytes && rate / interval >= samplesPerSecond) interval *= 2;
        return interval;
    }
}
