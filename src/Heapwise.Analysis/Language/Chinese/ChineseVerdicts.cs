using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>Why a verdict is what it is.</summary>
internal static class ChineseVerdicts
{
    public static string Describe(VerdictReason reason) => reason switch
    {
        VerdictReason.SteadyGrowth growth => Load(growth) + Describe(growth),
        VerdictReason.SampledGrowth growth =>
            (growth.Requests is { } requests ? $"在 {Count(requests)} 个请求的负载下，" : "")
            + $"内存以稳定的速率增长，{Count(growth.Functions)} 个函数分配的对象也随之增长：每轮约 {Bytes(growth.BytesPerRound)}。"
            + "堆快照可以显示是什么在持有它们。",
        VerdictReason.UnsampledGrowth growth =>
            $"{ChineseNames.Of(growth.Measure)} 每轮增长 {Amount(growth.Measure, growth.PerRound)}，但采样没有发现哪个函数分配的对象以这样的速率存活下来。"
            + "增加轮数或延长每轮也许能看出是哪个函数，堆快照可以显示是什么在持有内存。",
        VerdictReason.NothingSampled nothing =>
            (nothing.Ignored > 0 ? $"除已忽略的 {Count(nothing.Ignored)} 处泄漏外，" : "")
            + $"{Count(nothing.Intervals)} 轮负载中没有函数分配的对象以稳定的速率累积，内存趋于平稳。"
            + $"采样看不出每轮不到约 {Bytes(nothing.UnseenBytesPerRound)} 的泄漏，堆快照可以。",
        VerdictReason.OneInterval =>
            "只有两个堆快照，其间创建的对象存活了下来，但这可能只是缓存正在填充。再施加同样的负载并生成第三个堆快照，才能判断。",
        VerdictReason.TimersPending timers => Describe(timers),
        VerdictReason.UnsteadyGrowth growth =>
            $"有 {Count(growth.Leaks)} 处每轮都在累积对象，但速率不一致。需要增加轮数或延长每轮才能判断。",
        VerdictReason.BoundNotReached bounded => Describe(bounded),
        VerdictReason.UnexplainedGrowth { Measure: Measure.HeapUsed } growth =>
            $"堆内存每轮增长 {Amount(growth)}，但除正在执行的函数持有的对象外，没有对象以稳定的速率累积。"
            + "需要增加轮数才能区分这是预热、正在进行的工作还是泄漏。",
        VerdictReason.UnexplainedGrowth growth =>
            $"{ChineseNames.Of(growth.Measure)} 每轮增长 {Amount(growth)}，但 JavaScript 堆里没有不断累积的对象。"
            + "需要增加轮数才能区分这是预热还是堆外泄漏。",
        VerdictReason.NothingDone done => ChineseActivity.Doubt(done.Activity),
        VerdictReason.EndedEarly early => $"前 {early.Intervals} 轮中没有持续增长，但运行在最后一轮之前就结束了。",
        VerdictReason.NoSnapshots => "可供比较的堆快照不足两个，无法判断哪些对象一直存活。",
        VerdictReason.NotServed { ServedBy: { } other } =>
            $"请求不是由所检查的进程处理的，而是由 {other} 处理的，因此无法判断它在负载下的内存情况。",
        VerdictReason.NotServed =>
            "所检查的进程没有处理负载：期间它几乎没有占用 CPU，因此无法判断它在负载下的内存情况。请确认负载确实到达该进程。",
        VerdictReason.OnlyByStructure structure => ChineseStructure.Describe(structure),
        VerdictReason.NothingGrows nothing => Describe(nothing),
        _ => throw new NotSupportedException(reason.GetType().Name),
    };

    private static string Load(VerdictReason.SteadyGrowth growth) =>
        growth.Requests is { } requests ? $"在 {Count(requests)} 个请求的负载下，" : "";

    private static string Describe(VerdictReason.SteadyGrowth growth) => growth switch
    {
        { BytesPerRound: <= 0 } => "进程占用的资源每轮都在增加，速率稳定。",
        { BytesPerSecond: { } bytes } => $"每轮都有对象一直存活，按时间计速率稳定，每秒 {Bytes(bytes)}，"
            + (growth.Leaks == 1 ? "由同一个对象持有。" : $"分布在 {Count(growth.Leaks)} 处。"),
        { Leaks: 1 } => $"每轮都有 {Bytes(growth.BytesPerRound)} 的对象一直存活，速率稳定，由同一个对象持有。",
        _ => $"每轮都有 {Bytes(growth.BytesPerRound)} 的对象一直存活，速率稳定，分布在 {Count(growth.Leaks)} 处。",
    };

    private static string Describe(VerdictReason.TimersPending timers)
    {
        var seconds = timers.MaxMilliseconds / 1000.0;
        return $"累积的对象都在等待只触发一次的定时器（设定 {seconds:0.#} 秒后触发），触发后可能就会释放。"
            + $"加上 --idle {Math.Ceiling(seconds) + 1:0}s，最后一个堆快照会在触发之后生成，这样就能区分。";
    }

    private static string Describe(VerdictReason.BoundNotReached reason)
    {
        var at = $"{CodeOrigin.FileNameOf(reason.Bound.At.File)}:{reason.Bound.At.Line}";
        var grows = $"{ChineseNames.Of(reason.Holder)} 每轮都在增长，但 ";
        if (reason.Bound is LeakBound.Size { Limit: { } limit } size)
        {
            var requests = reason.RequestsToPass is { } needed ? $"用 --requests {needed}" : "增加 --requests 或 --rounds";
            var entries = size.Entries is { } count ? $"目前有 {count:N0} 个" : "目前可能还没有那么多";
            return $"{grows}{at} 把条目数限制在 {limit:N0} 以内，{entries}。{requests} 就能超过这个上限。";
        }

        return reason.Bound is LeakBound.Age
            ? $"{grows}{at} 会按存活时间删除条目，这次运行可能太短。用 --idle TIME 等待比条目存活时间更久，最后一个堆快照就能判断。"
            : $"{grows}{at} 会在条目过多时删除，这次运行可能没有达到那么多。增加 --requests 就能判断。";
    }

    private static string Amount(VerdictReason.UnexplainedGrowth growth) => Amount(growth.Measure, growth.PerRound);

    private static string Amount(Measure measure, double perRound) =>
        measure == Measure.FileDescriptors ? $"{perRound:0.#} 个" : Bytes(perRound);

    private static string Describe(VerdictReason.NothingGrows nothing) => nothing switch
    {
        { Ignored: > 0 } =>
            $"除已忽略的 {Count(nothing.Ignored)} 处泄漏外，{Count(nothing.Intervals)} 轮负载中没有对象以稳定的速率累积。",
        { Bounded.Count: > 0 } => $"没有持续增长的对象：{string.Join('；', nothing.Bounded.Select(Describe))}。",
        _ => $"{Count(nothing.Intervals)} 轮负载中没有对象以稳定的速率累积，内存趋于平稳。",
    };

    private static string Describe(BoundedHolder bounded)
    {
        var holder = ChineseNames.Of(bounded.Holder);
        if (bounded.IsDrained) return $"{holder} 中累积的对象已经释放";
        return bounded.Entries is { } entries
            ? $"{holder} 起初增长，后来停止，目前有 {Count(entries)} 个条目"
            : $"{holder} 起初增长，后来停止";
    }
}
