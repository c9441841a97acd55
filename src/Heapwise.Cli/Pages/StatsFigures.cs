using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Pages;

/// <summary>The figures of <c>heapwise stats</c>, in the order of the page.</summary>
internal static class StatsFigures
{
    public const string SpacesExplained =
        "V8 keeps objects by age and kind. New objects start in 'new' and move to 'old' when they survive two scavenges. Large ones have "
        + "their own spaces ('large_object', 'new_large_object'). 'code' holds compiled functions; 'trusted' and 'shared' are V8's own. A "
        + "leak shows in 'old' or 'large_object', or in 'code' where functions are created at run time.";

    public const string ResourcesExplained =
        "Handles (servers, sockets, timers) and requests (file reads, look-ups), by Node's type. A count that only grows is a leak of that "
        + "resource: Timeout for timers, TCPSocketWrap for connections, FSReqCallback for file operations that never end.";

    // Shares from which a figure is highlighted. Near its limit, a program is about to collect in vain, or to be killed.
    private const double NearLimit = 0.8;
    private const double BusyLoop = 0.9;
    private const double LateMs = 100;

    public static IEnumerable<(string Title, IReadOnlyList<StatsFigure> Figures)> Of(StatsReport report)
    {
        yield return ("Memory", [.. Memory(report)]);
        yield return ("V8", [.. Heap(report.Heap)]);
        var window = Durations.Format(TimeSpan.FromSeconds(report.EventLoop.WindowSeconds));
        yield return ($"Event loop, over {window}", [.. Loop(report.EventLoop)]);
        yield return ("Process, since its start", [.. Usage(report.Usage)]);
    }

    private static IEnumerable<StatsFigure> Memory(StatsReport report)
    {
        var (memory, limit) = (report.Memory, report.Heap.LimitBytes);
        yield return new(
            "Heap used", ByteSize.Format(memory.HeapUsedBytes), $"{Shares.Format(memory.HeapUsedBytes, limit)} of the limit",
            IsBad: memory.HeapUsedBytes > NearLimit * limit,
            "JavaScript objects, including dead ones until they are collected. Worry when it stays high right after a collection "
            + "(heapwise gc), and when that floor rises.");
        yield return Plain(
            "Heap committed", ByteSize.Format(memory.HeapTotalBytes), "",
            "What V8 has reserved from the system for the heap. It follows the used heap up at once and down late.");
        yield return Plain(
            "Heap limit", ByteSize.Format(limit), "",
            "Where V8 gives up and the process dies with 'heap out of memory'. Set by --max-old-space-size, otherwise derived from the "
            + "memory of the machine.");
        yield return Plain(
            "External", ByteSize.Format(memory.ExternalBytes), memory.ExternalBytes > memory.HeapUsedBytes ? "more than the heap" : "",
            "Memory outside the heap that objects in it keep: Buffers, and what native modules report. Worry when it grows while the heap "
            + "does not.");
        yield return Plain(
            "Array buffers", ByteSize.Format(memory.ArrayBuffersBytes), "",
            "The part of the external memory that belongs to Buffers and typed arrays.");
        yield return Plain(
            "RSS", ByteSize.Format(memory.RssBytes), memory.CgroupLimitBytes is null ? "" : "of the whole process",
            "All memory of the process in RAM: heap, external memory, code, native allocations. Worry when it grows while heap and "
            + "external memory do not: that is native memory, or fragmentation.");
        if (memory is { CgroupLimitBytes: { } most, CgroupUsedBytes: { } used })
        {
            yield return new(
                "Memory limit", ByteSize.Format(most), $"{Shares.Format(used, most)} used", IsBad: used > NearLimit * most,
                "What the container may use (cgroup) before the kernel kills it. Page cache that can be dropped does not count as used.");
        }
    }

    private static IEnumerable<StatsFigure> Heap(StatsHeap heap)
    {
        yield return Plain(
            "Malloced", ByteSize.Format(heap.MallocedBytes),
            heap.PeakMallocedBytes > heap.MallocedBytes ? $"peak {ByteSize.Format(heap.PeakMallocedBytes)}" : "",
            "V8's own working memory outside the heap, for parsing, compiling and collecting. Worry when it stays far above a few "
            + "megabytes.");
        yield return Plain(
            "Native contexts", Counts.Format(heap.NativeContexts), "",
            "Global scopes: one, plus one for each live vm context. Worry when the count grows.");
        yield return new(
            "Detached contexts", Counts.Format(heap.DetachedContexts), heap.DetachedContexts > 0 ? "held by something" : "",
            IsBad: heap.DetachedContexts > 0,
            "Global scopes that are no longer used but still held. Anything above 0 that stays is a leak.");
        yield return Plain(
            "Global handles", ByteSize.Format(heap.GlobalHandlesUsedBytes), $"of {ByteSize.Format(heap.GlobalHandlesTotalBytes)}",
            "References from native code into the heap. Worry when they grow: a native module, or handles that are never closed.");
        if (heap.AllocatedBytes is not { } allocated) yield break;
        yield return Plain(
            "Allocated ever", ByteSize.Format(allocated), "",
            "All allocation buffers that V8 has handed out since the start. That is more than the objects in them, especially where little "
            + "is allocated.");
    }

    private static IEnumerable<StatsFigure> Loop(StatsLoop loop)
    {
        var isBusy = loop.Utilization > BusyLoop;
        yield return new(
            "Utilization", Shares.Format(loop.Utilization),
            !isBusy ? "" : loop.DelayMeanMs is null ? "it has not turned" : "hardly ever idle", isBusy,
            "Share of the time that the loop was working rather than waiting. Worry near 100 %: requests queue up, and what they hold "
            + "looks like a leak.");
        if (loop is not { DelayMeanMs: { } mean, DelayP50Ms: { } median, DelayP99Ms: { } p99, DelayMaxMs: { } max })
        {
            yield return new(
                "Delay", "", "the loop has not turned at all: blocked, or the program sleeps outside JavaScript", IsBad: true,
                "How late timers fire. None fired: a function never returns, or the thread waits in native code.");
            yield break;
        }

        yield return Plain(
            "Delay, mean", Durations.FormatPause(mean), $"median {Durations.FormatPause(median)}",
            "How late a timer of 10 ms fired. A few milliseconds are normal.");
        yield return new(
            "Delay, 99 %", Durations.FormatPause(p99), $"max {Durations.FormatPause(max)}", IsBad: max > LateMs,
            "The slowest percent: long functions, synchronous I/O, or garbage collections. Worry above 100 ms, or where it follows the "
            + "pauses of 'heapwise gc --watch'.");
    }

    private static IEnumerable<StatsFigure> Usage(StatsUsage usage)
    {
        yield return Plain(
            "CPU, user", Durations.Format(TimeSpan.FromSeconds(usage.UserSeconds)), "",
            "Processor time in the program itself, including collection and compilation, over all threads.");
        yield return Plain(
            "CPU, system", Durations.Format(TimeSpan.FromSeconds(usage.SystemSeconds)), "",
            "Processor time in the kernel on its behalf.");
        yield return Plain("RSS, peak", ByteSize.Format(usage.MaxRssBytes), "", "The most memory that the process ever had in RAM.");
        if (usage.FileDescriptors is { } open)
        {
            yield return new(
                "Descriptors", Counts.Format(open), usage.FileDescriptorLimit is { } limit ? $"of {Counts.Format(limit)}" : "",
                IsBad: usage.FileDescriptorLimit is { } most && open > NearLimit * most,
                "Open files, sockets and pipes. Worry when they grow while the heap does not: streams or sockets that are never closed.");
        }

        yield return Plain(
            "Major page faults", Counts.Format(usage.MajorPageFaults), "",
            "Memory that had to be read from disk. Worry when the count keeps growing: the machine is swapping.");
        yield return Plain(
            "File reads, writes", $"{Counts.Format(usage.FileReads)}, {Counts.Format(usage.FileWrites)}", "",
            "Blocks read from and written to disks.");
        yield return Plain(
            "Context switches", Counts.Format(usage.VoluntaryContextSwitches + usage.InvoluntaryContextSwitches),
            $"{Counts.Format(usage.InvoluntaryContextSwitches)} forced",
            "How often the process left a processor. Forced switches mean that it competes for one.");
    }

    private static StatsFigure Plain(string name, string value, string remark, string explanation) =>
        new(name, value, remark, IsBad: false, explanation);
}
