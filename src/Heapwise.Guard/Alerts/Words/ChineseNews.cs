using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>News in Simplified Chinese.</summary>
internal static class ChineseNews
{
    public static string Of(News news) => $"{news.Target}：" + news switch
    {
        News.Fired fired => DescribeFired(fired),
        News.Resolved { HasEnded: true } resolved => $"{resolved.Rule.Name} 已解除：进程已结束",
        News.Resolved resolved => $"{resolved.Rule.Name} 已解除{DescribeHeap("，堆已用 ", resolved.Outlook, "")}",
        News.Gathered gathered => DescribeGathered(gathered),
        News.Diagnosed { Finding: var finding } => DescribeFinding(finding),
        News.Uploaded uploaded => $"已上传 {string.Join("、", uploaded.Files.Select(file => file.Location))}"
            + (uploaded.KeepsLocal ? "" : "；本地副本已删除"),
        News.Appeared { Replaces: > 0 } appeared => $"开始监控；它接替 pid {appeared.Replaces}",
        News.Appeared => "开始监控",
        News.Ended ended => $"已结束{DescribeHeap("，最后一次读数时堆已用 ", ended.Outlook, "")}",
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, null),
    };

    private static string DescribeFired(News.Fired fired)
    {
        var (judgement, outlook) = (fired.Judgement, fired.Outlook);
        return fired.Rule switch
        {
            HeapNearLimitRule => $"堆已用{DescribeHeap("", outlook, "上限的 ")}；{DescribeTrend(outlook)}",
            MemoryNearLimitRule => $"无法释放的内存已达可用总量的 {Shares.Format(judgement.Value)}{DescribeGroup(outlook)}。"
                + "达到上限时，内核会杀死进程",
            HeapGrowsRule => DescribeTrend(outlook),
            NativeGrowsRule => $"堆保持平稳，堆外内存却在增长{DescribeOutside(outlook)}；"
                + $"按此速度将在 {Durations.Format(TimeSpan.FromSeconds(judgement.Value))} 后达到上限",
            DescriptorsNearLimitRule =>
                $"已打开 {Number(outlook, Figure.Descriptors)} 个文件描述符，上限为 {Number(outlook, Figure.DescriptorLimit)} 个。"
                + "达到上限后，新的连接和文件将无法打开",
            MemoryStallRule => $"最近一分钟内，其控制组有 {Shares.Format(judgement.Value)} 的时间在等待内存",
            ProcessKilledRule => $"内核因内存不足杀死了其控制组中的 {judgement.Value:0} 个进程。内核不说明是哪一个；请检查缺失的子进程",
            LoopBusyRule => $"主线程有 {Shares.Format(judgement.Value)} 的时间在计算，请求因此等待",
            LoopDelayRule => $"定时器延迟 {Durations.FormatPause(judgement.Value)}（第 99 百分位），请求因此等待",
            DetachedContextsRule => $"{judgement.Value:0} 个上下文已分离，但仍被某处引用",
            var other => other.Name,
        };
    }

    /// <summary>Leak or burst: what the floor says.</summary>
    private static string DescribeTrend(Outlook outlook) => outlook.Heap.Verdict switch
    {
        FloorVerdict.TooFew => "是否泄漏还不能判断：预热之后的垃圾回收次数太少",
        FloorVerdict.Growing => $"垃圾回收后的剩余量每分钟增长 {ByteSize.FormatShort(outlook.Heap.BytesPerMinute)}"
            + (outlook.TimeLeft is { } left ? $"，约 {Durations.Format(left)} 后达到上限" : ""),
        FloorVerdict.Shrinking => "垃圾回收后的剩余量在下降：不是泄漏",
        _ => "垃圾回收后的剩余量平稳：是突发，不是泄漏",
    };

    private static string DescribeHeap(string before, Outlook outlook, string limit)
    {
        if (outlook.FindHeap() is not var (used, most)) return "";
        return $"{before}{limit}{Shares.Format(used / most)}（{ByteSize.FormatShort(used)} / {ByteSize.FormatShort(most)}）";
    }

    private static string DescribeGroup(Outlook outlook) =>
        outlook.Values.TryGetValue(Figure.GroupLimit, out var limit) && outlook.Values.TryGetValue(Figure.GroupAnonymous, out var used)
            ? $"（控制组：{ByteSize.FormatShort(used)} / {ByteSize.FormatShort(limit)}）"
            : "";

    private static string DescribeOutside(Outlook outlook) =>
        outlook.Values.TryGetValue(Figure.ArrayBuffers, out var buffers) ? $"（ArrayBuffer：{ByteSize.FormatShort(buffers)}）" : "";

    private static string DescribeGathered(News.Gathered gathered)
    {
        var snapshots = gathered.Files.Where(file => file.Kind is "snapshot" or "baseline").ToList();
        var taken = snapshots switch
        {
            [] => "没有生成快照",
            [{ Kind: "baseline" }] => "已为健康的进程生成快照，供以后比较",
            _ => $"已生成 {snapshots.Count} 个快照",
        };
        var files = string.Join("、", gathered.Files.Select(file => file.Path));
        var sentence = files.Length > 0 ? $"{taken}：{files}" : taken;
        return gathered.Refusals.Count == 0 ? sentence : $"{sentence}。未执行：{string.Join("；", gathered.Refusals)}";
    }

    private static string DescribeFinding(Finding finding)
    {
        var place = finding.Place.Length > 0 ? $"，位于 {finding.Place}" : "";
        var verdict = finding switch
        {
            { Verdict: "leak" } => "泄漏：",
            { Place.Length: > 0 } => "最可能是：",
            _ => "",
        };
        return $"{verdict}{finding.Title}{place}";
    }

    private static string Number(Outlook outlook, Figure figure) =>
        outlook.Values.TryGetValue(figure, out var value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : "?";
}
