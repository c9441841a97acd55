using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Suspects;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What a single snapshot shows, worded as suspicion: it shows what is large, and not what grows.</summary>
internal static class ChineseSuspects
{
    /// <summary>Where less than this part would be freed, something else holds it, too.</summary>
    private const double MinFreedShare = 0.8;

    public static string Describe(SuspectFindings findings)
    {
        var bytes = $"{Bytes(findings.HeapBytes)} 可达堆内存";
        if (findings.Verdict == SuspectsVerdict.Suspects)
            return Tidy($"{bytes} 中有占比突出的对象。单个堆快照只能说明什么大，不能说明什么在增长：在第二个快照证实增长之前，这只是嫌疑。");
        return Tidy(findings.Suspects.Count > 0
            ? $"{bytes} 中占比大的对象，程序自身的代码都给出了上限。"
            : $"{bytes} 中，程序持有的对象没有一处达到 {Bytes(findings.MinBytes)}。缓慢的泄漏此时可能还很小：只有第二个快照才能说明增长。");
    }

    public static SuspectText Describe(Suspect suspect, string holder)
    {
        var entries = suspect.Entries is { } count ? $"（ {Count(count)} {EntriesOf(suspect)} ）" : "";
        return new SuspectText(
            Tidy($"{holder} 持有 {Bytes(suspect.HeldBytes)} {entries}，占堆的 {Shares.Format(suspect.Share)}"),
            Tidy(Explain(suspect)),
            [.. Reasons(suspect).Select(Tidy)]);
    }

    public static string Describe(SuspectSign sign) => Tidy(sign switch
    {
        SuspectSign.EqualStrings strings =>
            $"有 {Bytes(strings.WastedBytes)} 的字符串与其他字符串内容相同；其中最多的一个重复 {Count(strings.Largest.Count)} 次，"
            + $"共 {Bytes(strings.Largest.ShallowBytes)}。heapwise strings 会列出它们。",
        SuspectSign.Contexts contexts =>
            $"共有 {Count(contexts.Count)} 个上下文（如 node:vm 所创建的），每个都有自己的 Object、Array 等。运行用户脚本的程序通常只有几个。",
        _ => throw new NotSupportedException(sign.GetType().Name),
    });

    private static string Explain(Suspect suspect)
    {
        var classes = List(suspect.Classes.Select(row => $"{Count(row.Count)} × {row.Name}（{Bytes(row.Bytes)}）"));
        var contents = classes.Length > 0 ? $"其中有：{classes}。" : "";
        if (suspect.RetainedBytes >= MinFreedShare * suspect.HeldBytes) return contents + "释放它就会释放全部这些内存。";
        return $"{contents}释放它只会释放 {Bytes(suspect.RetainedBytes)}：其余部分还被别处引用。";
    }

    private static IEnumerable<string> Reasons(Suspect suspect)
    {
        yield return suspect.Leak.Pattern.Accept(new SuspicionByPattern());
        if (suspect.Leak.Function is { Captured: [var largest, ..], MentionsLargest: var mentions })
        {
            var unused = mentions == false ? "，而它自己并不使用：使用它的是同一作用域中的另一个函数" : "";
            yield return $"其中一个函数通过变量 {largest.Name} 保留了 {Bytes(largest.RetainedBytes)} {unused}。";
        }

        if (suspect.Leak.Bound is { } bound) yield return Describe(bound);
        else if (suspect.Removal is { } at) yield return $"反面证据：{CodeOrigin.FileNameOf(at.File)}:{at.Line} 会从中移除条目。";
    }

    private static string Describe(LeakBound bound)
    {
        var at = $"{CodeOrigin.FileNameOf(bound.At.File)}:{bound.At.Line}";
        return bound switch
        {
            LeakBound.Size { Limit: { } limit, Entries: { } entries } =>
                $"反面证据：{at} 把它限制在 {limit:N0} 个条目以内，现有 {Count(entries)} 个。它很可能是正常工作的缓存。",
            LeakBound.Age => $"反面证据：{at} 按存活时间移除条目。",
            _ => $"反面证据：{at} 在条目过多时移除条目。",
        };
    }

    private static string EntriesOf(Suspect suspect) => suspect.Leak.Pattern switch
    {
        EventListenerPattern.Listeners => "个监听器",
        TimerPattern or AsyncContextPattern { Timer: not null } => "个定时器",
        _ => "个条目",
    };

    /// <summary>What may be behind a suspect, both ways.</summary>
    private sealed class SuspicionByPattern : ILeakPatternVisitor<string>
    {
        /// <summary>A snapshot does not show the process; some memory of it may be known by its holder.</summary>
        private const string OfProcess = "这是进程在堆之外的内存。";

        public string Visit(AsyncContextPattern pattern) => "每一个都保留着启动它的那个请求的上下文。进行中的任务也会这样，但不会持续很久。";

        public string Visit(TimerPattern pattern) => pattern.Timer is { IsRepeating: true }
            ? "setInterval 在被清除之前会一直运行。这么多通常不是有意为之。"
            : "每一个都在等待到期。这么多，要么是进行中的任务，要么是不断重新设置自己的定时器。";

        public string Visit(StreamPattern pattern) => "没有人读取或关闭的流和响应会一直打开。连接池会有意保留少量。";

        public string Visit(EventListenerPattern pattern) => "每个请求都添加、却从不移除的监听器会这样累积。这么多通常不是有意为之。";

        public string Visit(PromisePattern pattern) => "永不完成的 Promise 会保留等待它的一切。进行中的任务也会这样，但不会持续很久。";

        public string Visit(StringSlicePattern pattern) => "短的子串会保留它们所取自的整个字符串。";

        public string Visit(CompiledCodePattern pattern) =>
            "反复编译的代码（new Function、eval、node:vm、以新名称加载的模块）会这样累积。";

        public string Visit(DetachedDomPattern pattern) => "已从页面移除的元素仍被引用。";

        public string Visit(ClosurePattern pattern) => "函数会保留它们周围的变量。固定的一组处理函数（如路由）也会这样。";

        public string Visit(WeakReferencePattern pattern) => "弱引用所指的对象消失后，弱引用本身仍会留下，除非被移除。";

        public string Visit(UnboundedCachePattern pattern) => "从不移除条目的缓存会这样增长。一次填满的表则从一开始就这么大。";

        public string Visit(GrowingCollectionPattern pattern) => "只添加、不移除的集合会这样增长。一次填满的集合则从一开始就这么大。";

        public string Visit(OtherPattern pattern) => "它可能本来就该这么大。如果它随着处理的工作量增长，那就是泄漏。";

        public string Visit(DescriptorsPattern pattern) => OfProcess;

        public string Visit(ExternalMemoryPattern pattern) => "这是 V8 堆之外的内存。如果它随着处理的工作量增长，那就是泄漏。";

        public string Visit(NativeMemoryPattern pattern) => OfProcess;

        /// <summary>Never of a snapshot.</summary>
        public string Visit(AllocationSitePattern pattern) => "某个函数分配的对象一直留在内存里。";
    }
}
