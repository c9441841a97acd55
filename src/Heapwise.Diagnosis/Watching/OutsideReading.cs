using Heapwise.Live.Processes;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Frames;
using Heapwise.Outside.Metering;

namespace Heapwise.Diagnosis.Watching;

/// <summary>What can be read of a process without its help: the system's figures, V8's counters in its memory, and its stack.</summary>
public sealed record OutsideReading
{
    public required HeapUse Heap { get; init; }

    public required ProcStatus Status { get; init; }

    public required TimeSpan Age { get; init; }

    /// <summary>The main thread's time on a processor in a second; null where the kernel does not say.</summary>
    public required double? MainThreadShare { get; init; }

    /// <summary>What the main thread is doing; null while it waits for events, when there is nothing to look at.</summary>
    public required ProgramStack? Stack { get; init; }

    /// <summary>What its control group uses and may use; null without a limit.</summary>
    public required CgroupMemory? Container { get; init; }

    /// <summary>Null where they are not visible to us.</summary>
    public required int? FileDescriptors { get; init; }

    public bool IsStopped => Status.State is 'T' or 't';

    /// <summary>
    /// Observes the main thread for a while, and reads the rest at the end. The process stands still only if it is at work then, for some
    /// milliseconds.
    /// </summary>
    /// <param name="processId">The process.</param>
    /// <param name="window">How long its main thread is observed.</param>
    /// <param name="options">How long it may stand still.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OutsideException">It cannot be read.</exception>
    public static async Task<OutsideReading> TakeAsync(
        int processId, TimeSpan window, OutsideOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var meter = HeapMeter.Open(processId);
        var (began, before) = (time.GetTimestamp(), ProcTime.FindMainThread(processId));
        await Task.Delay(window, time, cancellation);
        var (took, after) = (time.GetElapsedTime(began), ProcTime.FindMainThread(processId));
        var heap = meter.Read();
        var status = ProcStatus.Find(processId) ?? throw OutsideException.Gone(processId);
        return new OutsideReading
        {
            Heap = heap,
            Status = status,
            Age = ProcTime.ReadAge(processId),
            MainThreadShare = before is { } from && after is { } to ? Math.Clamp((to - from) / took, 0, 1) : null,
            Stack = ProcLoop.IsIdle(processId) ? null : StackCapture.Take(processId, options),
            Container = CgroupMemory.Find(processId),
            FileDescriptors = ProcDescriptors.FindCount(processId),
        };
    }
}
