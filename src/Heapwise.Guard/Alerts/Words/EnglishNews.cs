using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>News in plain English.</summary>
internal static class EnglishNews
{
    public static string Of(News news) => $"{news.Target}: " + news switch
    {
        News.Fired fired => DescribeFired(fired),
        News.Resolved { HasEnded: true } resolved => $"{resolved.Rule.Name} is over: the process has ended",
        News.Resolved resolved => $"{resolved.Rule.Name} is over{DescribeHeap(", heap at ", resolved.Outlook, "")}",
        News.Gathered gathered => DescribeGathered(gathered),
        News.Diagnosed { Finding: var finding } => DescribeFinding(finding),
        News.Uploaded uploaded => $"uploaded {string.Join(" and ", uploaded.Files.Select(file => file.Location))}"
            + (uploaded.KeepsLocal ? "" : "; the local copies are deleted"),
        News.Appeared { Replaces: > 0 } appeared => $"watched from now on; it replaces pid {appeared.Replaces}",
        News.Appeared => "watched from now on",
        News.Ended ended => $"has ended{DescribeHeap(", last seen with its heap at ", ended.Outlook, "")}",
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, null),
    };

    private static string DescribeFired(News.Fired fired)
    {
        var (judgement, outlook) = (fired.Judgement, fired.Outlook);
        return fired.Rule switch
        {
            HeapNearLimitRule => $"heap at {DescribeHeap("", outlook, "its limit")}; {DescribeTrend(outlook)}",
            MemoryNearLimitRule => $"memory that cannot be freed is at {Shares.Format(judgement.Value)} of what there is"
                + $"{DescribeGroup(outlook)}. At the limit the kernel kills",
            HeapGrowsRule => DescribeTrend(outlook),
            NativeGrowsRule => $"memory outside the heap grows while the heap is steady{DescribeOutside(outlook)}; "
                + $"at this rate it reaches its limit in {Durations.Format(TimeSpan.FromSeconds(judgement.Value))}",
            DescriptorsNearLimitRule =>
                $"{Number(outlook, Figure.Descriptors)} of {Number(outlook, Figure.DescriptorLimit)} file descriptors "
                + "are open. At the limit, connections and files fail",
            MemoryStallRule => $"its control group waited for memory for {Shares.Format(judgement.Value)} of the last minute",
            ProcessKilledRule =>
                $"the kernel has killed {Processes(judgement.Value)} of its control group for memory. Which, it does not say; "
                + "look for a child that is gone",
            LoopBusyRule => $"its main thread is busy {Shares.Format(judgement.Value)} of the time, so requests wait",
            LoopDelayRule => $"timers fire {Durations.FormatPause(judgement.Value)} late (99th percentile), so requests wait",
            DetachedContextsRule => $"{judgement.Value:0} contexts are detached, and something retains them",
            var other => other.Name,
        };
    }

    /// <summary>Leak or burst: what the floor says.</summary>
    private static string DescribeTrend(Outlook outlook) => outlook.Heap.Verdict switch
    {
        FloorVerdict.TooFew => "it is too early to say whether it leaks: there have been too few collections since it was warm",
        FloorVerdict.Growing => $"what is left after collections grows by {ByteSize.FormatShort(outlook.Heap.BytesPerMinute)} a minute"
            + (outlook.TimeLeft is { } left ? $": {Durations.Format(left)} until the limit" : ""),
        FloorVerdict.Shrinking => "what is left after collections is falling: no leak",
        _ => "what is left after collections is steady: a burst, not a leak",
    };

    private static string DescribeHeap(string before, Outlook outlook, string limit)
    {
        if (outlook.FindHeap() is not var (used, most)) return "";
        var of = limit.Length > 0 ? $" of {limit}" : "";
        return $"{before}{Shares.Format(used / most)}{of} ({ByteSize.FormatShort(used)} of {ByteSize.FormatShort(most)})";
    }

    private static string DescribeGroup(Outlook outlook) =>
        outlook.Values.TryGetValue(Figure.GroupLimit, out var limit) && outlook.Values.TryGetValue(Figure.GroupAnonymous, out var used)
            ? $" ({ByteSize.FormatShort(used)} of {ByteSize.FormatShort(limit)} in its control group)"
            : "";

    private static string DescribeOutside(Outlook outlook) =>
        outlook.Values.TryGetValue(Figure.ArrayBuffers, out var buffers) ? $" (array buffers: {ByteSize.FormatShort(buffers)})" : "";

    private static string DescribeGathered(News.Gathered gathered)
    {
        var snapshots = gathered.Files.Where(file => file.Kind is "snapshot" or "baseline").ToList();
        var taken = snapshots switch
        {
            [] => "no snapshot was taken",
            [{ Kind: "baseline" }] => "took a snapshot of the healthy process, for later comparisons",
            [_] => "took a snapshot",
            _ => $"took {snapshots.Count} snapshots",
        };
        var files = string.Join(" and ", gathered.Files.Select(file => file.Path));
        var sentence = files.Length > 0 ? $"{taken}: {files}" : taken;
        return gathered.Refusals.Count == 0 ? sentence : $"{sentence}. Not done: {string.Join("; ", gathered.Refusals)}";
    }

    private static string DescribeFinding(Finding finding)
    {
        var place = finding.Place.Length > 0 ? $", at {finding.Place}" : "";
        var verdict = finding switch
        {
            { Verdict: "leak" } => "leak: ",
            { Place.Length: > 0 } => "most likely: ", // two snapshots do not settle it, but here is where it grows
            _ => "",
        };
        return $"{verdict}{finding.Title}{place}";
    }

    private static string Processes(double count) =>
        count == 1 ? "a process" : string.Create(CultureInfo.InvariantCulture, $"{count:0} processes");

    private static string Number(Outlook outlook, Figure figure) =>
        outlook.Values.TryGetValue(figure, out var value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : "?";
}
