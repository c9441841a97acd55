using System.Globalization;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <param name="Name">As on the page.</param>
/// <param name="Value">With its unit.</param>
/// <param name="Remark">What stands out about this value, in a few words.</param>
/// <param name="IsBad">Whether that is a reason to worry.</param>
/// <param name="Explanation">What the figure means and when to worry.</param>
internal readonly record struct StatsFigure(string Name, string Value, string Remark, bool IsBad, string Explanation);

/// <summary>The figures of <c>heapwise stats</c>, in the order of the page.</summary>
internal static class StatsFigures
{
    public const string SpacesExplained =
        "V8 keeps objects by age and kind. New objects begin in 'new' and move to 'old' when they survive two scavenges; large ones have spaces of their own ('large_object', 'new_large_object'); 'code' holds compiled functions, 'trusted' and 'shared' V8's own. A leak shows in 'old' or 'large_object', or in 'code' where functions are made at run time.";

    public const string ResourcesExplained =
        "Handles (servers, sockets, timers) and requests (file reads, look-ups) by Node's type. A count that only ever grows is a leak of that thing: Timeout of timers, TCPSocketWrap of connections, FSReqCallback of file work that never ends.";

    // Shares from which a figure is marked; a program near its limit is about to collect in vain, or to be killed.
    private const double NearLimit = 0.8;
    private const double BusyLoop = 0.9;
    private const double LateMs = 100;

    public static IEnumerable<(string Title, IReadOnlyList<StatsFigure> Figures)> Of(StatsReport report)
    {
        yield return ("Memory", [.. Memory(report)]);
        yield return ("V8", [.. Heap(report.Heap)]);
        yield return ($"Event loop, over {Units.Duration(TimeSpan.FromSeconds(report.EventLoop.WindowSeconds))}", [.. Loop(report.EventLoop)]);
        yield return ("Process, since its start", [.. Usage(report.Usage)]);
    }

    private static IEnumerable<StatsFigure> Memory(StatsReport report)
    {
        var memory = report.Memory;
        yield return new("Heap used", Units.Bytes(memory.HeapUsedBytes), $"{Units.Share(memory.HeapUsedBytes, report.Heap.LimitBytes)} of the limit", memory.HeapUsedBytes > NearLimit * report.Heap.LimitBytes,
            "JavaScript objects, dead ones too until they are collected. Worry when it stays high right after a collection (heapwise gc), and when that floor rises.");
        yield return new("Heap committed", Units.Bytes(memory.HeapTotalBytes), "", false, "What V8 has from the system for that heap. It follows the used heap up at once and down late.");
        yield return new("Heap limit", Units.Bytes(report.Heap.LimitBytes), "", false, "Where V8 gives up and the process dies with 'heap out of memory'. Set by --max-old-space-size, else chosen from the machine's memory.");
        yield return new("External", Units.Bytes(memory.ExternalBytes), memory.ExternalBytes > memory.HeapUsedBytes ? "more than the heap" : "", false, "Memory outside the heap that objects in it keep: Buffers, and what native modules report. Worry when it grows while the heap does not.");
        yield return new("Array buffers", Units.Bytes(memory.ArrayBuffersBytes), "", false, "The part of external that belongs to Buffers and typed arrays.");
        yield return new("RSS", Units.Bytes(memory.RssBytes), memory.CgroupLimitBytes is null ? "" : $"of the whole process", false, "All memory of the process that is in RAM: heap, external, code, native allocations. Worry when it grows while heap and external do not: that is native memory, or fragmentation.");
        if (memory is { CgroupLimitBytes: { } limit, CgroupUsedBytes: { } used })
            yield return new("Memory limit", Units.Bytes(limit), $"{Units.Share(used, limit)} used", used > NearLimit * limit, "What the container may use (cgroup) before the kernel kills it; page cache that can be dropped is not counted as used.");
    }

    private static IEnumerable<StatsFigure> Heap(StatsHeap heap)
    {
        yield return new("Malloced", Units.Bytes(heap.MallocedBytes), heap.PeakMallocedBytes > heap.MallocedBytes ? $"peak {Units.Bytes(heap.PeakMallocedBytes)}" : "", false, "V8's own working memory outside the heap: parsing, compiling, collecting. Worry when it stays far above some megabytes.");
        yield return new("Native contexts", Units.Count(heap.NativeContexts), "", false, "Global scopes: one, and one more for each vm context that lives. Worry when it grows.");
        yield return new("Detached contexts", Units.Count(heap.DetachedContexts), heap.DetachedContexts > 0 ? "held by something" : "", heap.DetachedContexts > 0, "Global scopes that are no longer used but are still held. Anything above 0 that stays is a leak.");
        yield return new("Global handles", Units.Bytes(heap.GlobalHandlesUsedBytes), $"of {Units.Bytes(heap.GlobalHandlesTotalBytes)}", false, "References from native code into the heap. Worry when it grows: a native module, or handles that are never closed.");
        if (heap.AllocatedBytes is { } allocated) yield return new("Allocated ever", Units.Bytes(allocated), "", false, "All allocation buffers that V8 has given out since the start: more than the objects in them, most of all where little is allocated.");
    }

    private static IEnumerable<StatsFigure> Loop(StatsLoop loop)
    {
        yield return new("Utilization", Text($"{100 * loop.Utilization:0} %"), loop.Utilization > BusyLoop ? "hardly ever waits" : "", loop.Utilization > BusyLoop, "Share of the time that the loop was at work rather than waiting. Worry near 100 %: requests queue up, and what they hold looks like a leak.");
        if (loop is { DelayMeanMs: { } mean, DelayP50Ms: { } middle, DelayP99Ms: { } most, DelayMaxMs: { } max })
        {
            yield return new("Delay, mean", Milliseconds(mean), $"median {Milliseconds(middle)}", false, "How late a timer of 10 ms came. Up to a few milliseconds is usual.");
            yield return new("Delay, 99 %", Milliseconds(most), $"most {Milliseconds(max)}", max > LateMs, "The late end of it: long functions, synchronous I/O, or collections. Worry above 100 ms, or where it goes with the pauses of 'heapwise gc --watch'.");
        }
        else
        {
            yield return new("Delay", "", "the loop has not turned at all: blocked, or the program sleeps outside JavaScript", true, "How late timers come. None came: a function runs without end, or the thread waits in native code.");
        }
    }

    private static IEnumerable<StatsFigure> Usage(StatsUsage usage)
    {
        yield return new("CPU, user", Units.LongDuration(TimeSpan.FromSeconds(usage.UserSeconds)), "", false, "Processor time in the program itself, collections and compilation included, over all threads.");
        yield return new("CPU, system", Units.LongDuration(TimeSpan.FromSeconds(usage.SystemSeconds)), "", false, "Processor time in the kernel on its behalf.");
        yield return new("RSS, highest", Units.Bytes(usage.MaxRssBytes), "", false, "The most memory that the process ever had in RAM.");
        if (usage.FileDescriptors is { } open)
            yield return new("Descriptors", Units.Count(open), usage.FileDescriptorLimit is { } limit ? $"of {Units.Count(limit)}" : "", usage.FileDescriptorLimit is { } most && open > NearLimit * most, "Open files, sockets and pipes. Worry when they grow while the heap does not: streams or sockets that are never closed.");
        yield return new("Major page faults", Units.Count(usage.MajorPageFaults), "", false, "Memory that had to be read from disk. Worry when it grows all the time: the machine swaps.");
        yield return new("File reads, writes", $"{Units.Count(usage.FileReads)}, {Units.Count(usage.FileWrites)}", "", false, "Blocks read from and written to disks.");
        yield return new("Context switches", Units.Count(usage.VoluntaryContextSwitches + usage.InvoluntaryContextSwitches), $"{Units.Count(usage.InvoluntaryContextSwitches)} forced", false, "How often the process left a processor; forced ones mean that it competes for one.");
    }

    private static string Milliseconds(double value) => value < 10 ? Text($"{value:0.0} ms") : Text($"{value:0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
