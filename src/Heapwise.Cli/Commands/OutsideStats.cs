using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Outside.Frames;

namespace Heapwise.Cli.Commands;

/// <summary>The report of <c>heapwise stats --outside</c>.</summary>
internal static class OutsideStats
{
    /// <param name="processId">The process.</param>
    /// <param name="process">What the system says of it; null where it has just ended.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="window">How long it was observed.</param>
    public static OutsideStatsReport ReportOf(int processId, NodeProcess? process, OutsideReading reading, TimeSpan window) => new()
    {
        ProcessId = processId,
        NodeVersion = process?.Version ?? "",
        Script = process?.Script,
        UptimeSeconds = Math.Round(reading.Age.TotalSeconds, 3),
        Memory = new OutsideStatsMemory(
            reading.Status.RssBytes, reading.Status.PeakRssBytes, reading.Heap.ArrayBufferBytes, reading.Heap.ExternalBytes,
            reading.Container?.UsedBytes, reading.Container?.LimitBytes),
        Heap = new OutsideStatsHeap(
            reading.Heap.UsedBytes, reading.Heap.CommittedBytes, reading.Heap.LimitBytes, Math.Round(reading.Heap.UsedShare, 4),
            reading.Heap.OldBytes, reading.Heap.OldFloorBytes > 0 ? reading.Heap.OldFloorBytes : null),
        Spaces = [.. reading.Heap.Spaces.Select(space => new OutsideStatsSpace(space.Name, space.CommittedBytes, space.UsedBytes))],
        MainThread = new OutsideStatsThread(
            StateOf(reading), Math.Round(window.TotalSeconds, 3), reading.MainThreadShare is { } share ? Math.Round(share, 4) : null,
            [.. (reading.Stack?.Frames ?? []).Select(FrameOf)], Math.Round(reading.Stack?.Pause.TotalMilliseconds ?? 0, 1)),
        FileDescriptors = reading.FileDescriptors,
        FileDescriptorLimit = ProcLimits.FindMaxOpenFiles(processId),
    };

    private static MainThreadState StateOf(OutsideReading reading) => reading switch
    {
        { IsStopped: true } => MainThreadState.Stopped,
        { Stack: null } => MainThreadState.Idle,
        { Stack.IsCollecting: true } => MainThreadState.Collecting,
        _ => MainThreadState.Running,
    };

    private static OutsideStatsFrame FrameOf(ProgramFrame frame) => new(frame.Function, frame.File, frame.Line, frame.Column);
}
