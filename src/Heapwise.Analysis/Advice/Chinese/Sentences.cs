using System.Globalization;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>The sentences in Chinese that all patterns share, and the texts of each pattern by its name.</summary>
internal static class Sentences
{
    public static AdviceTexts Texts { get; } = new()
    {
        Language = "zh",
        Patterns = new Dictionary<string, PatternTexts>(StringComparer.Ordinal)
        {
            ["async-context"] = AsyncContextTexts.Texts,
            ["timer"] = TimerTexts.Texts,
            ["stream"] = StreamTexts.Texts,
            ["event-listener"] = EventListenerTexts.Texts,
            ["promise"] = PromiseTexts.Texts,
            ["string-slice"] = StringSliceTexts.Texts,
            ["compiled-code"] = CompiledCodeTexts.Texts,
            ["detached-dom"] = DetachedDomTexts.Texts,
            ["weak-reference"] = WeakReferenceTexts.Texts,
            ["closure"] = ClosureTexts.Texts,
            ["unbounded-cache"] = UnboundedCacheTexts.Texts,
            ["growing-collection"] = GrowingCollectionTexts.Texts,
            ["other"] = OtherTexts.Texts,
            ["descriptors"] = DescriptorsTexts.Texts,
            ["external-memory"] = ExternalMemoryTexts.Texts,
            ["native-memory"] = NativeMemoryTexts.Texts,
        },
        Explanation = facts => Tidy(Explain(facts)),
        Leak = facts => Tidy(facts.BytesPerRound <= 0
            ? $"{Through(facts)}进程占用的资源每轮都在增加，速率稳定。"
            : facts.Findings == 1
            ? $"{Through(facts)}每轮都有 {Bytes(facts.BytesPerRound)} 的对象一直存活，速率稳定，由同一个对象持有。"
            : string.Create(CultureInfo.InvariantCulture, $"{Through(facts)}每轮都有 {Bytes(facts.BytesPerRound)} 的对象一直存活，速率稳定，分布在 {facts.Findings} 处。")),
        NoLeak = facts => Tidy(facts.Ignored > 0
            ? $"除了被忽略的 {Count(facts.Ignored)} 处泄漏，{Count(facts.Rungs)} 轮负载中没有对象以稳定的速率持续累积。"
            : facts.Bounded.Count > 0
            ? $"没有持续增长的对象：{string.Join('；', facts.Bounded.Select(Bounded))}。"
            : $"{Count(facts.Rungs)} 轮负载中没有对象以稳定的速率持续累积，内存趋于平稳。"),
        OneRung = _ => "只有两个堆快照，其间创建的对象存活了下来；这可能只是缓存正在填充。再施加同样的负载，取第三个快照，才能判断。",
        NoSnapshots = _ => "可供比较的堆快照不足两个，无法判断哪些对象一直存活。",
        Unsure = facts => Tidy($"有 {Count(facts.Findings)} 处每轮都在累积对象，但速率不一致。增加轮数或延长每轮才能判断。"),
        TimersWait = milliseconds => Tidy(string.Create(CultureInfo.InvariantCulture, $"累积的对象都在等待只触发一次的定时器（设定后 {milliseconds / 1000.0:0.#} 秒触发），触发后可能就会释放。加上 --idle {Math.Ceiling(milliseconds / 1000.0) + 1:0}s，最后一次快照就在那之后，可以分辨。")),
        GrowsWithoutObjects = facts => Tidy($"{ProcessPhrases.Measure(facts.Measure)} 每轮增长 {Amount(facts.Measure, facts.BytesPerRound)}，但 JavaScript 堆里没有不断累积的对象。增加轮数才能区分这是预热还是堆外泄漏。"),
        Fixed = facts => $"{Gone(facts)}，{Count(facts.Rungs)} 轮负载中也没有新的对象累积。",
        NotFixed = facts => Outcomes(facts) + "。",
        NotProved = facts => facts.Rungs < 2
            ? "只有一轮，无法证明泄漏已经消失。请用 --rounds 2 或更多。"
            : $"{Gone(facts)}，但尚不能下结论：{facts.Diagnosis}",
        BornAndAlive = born => $"各轮创建且至今存活的对象数：{string.Join("、", born.Select(Count))}",
        GrewBytes = bytes => $"保留大小（retained size）每轮都在增加：{string.Join("、", bytes.Select(count => Bytes(count)))}",
        MeasureRose = (measure, values) => Tidy(ProcessPhrases.Rose(measure, values)),
        ProcessHolder = ProcessPhrases.Holder,
        HolderName = HolderWords.Of,
        Unnamed = "该对象",
        TrendReason = TrendWords.Of,
        FromTo = (first, last) => $"{first} 至 {last}",
        ShortTitle = (pattern, holder) => $"{holder}：{PatternName(pattern)}",
        Evenness = share => string.Create(CultureInfo.InvariantCulture, $"留下最少的一轮是最多的一轮的 {share * 100:F0}%"),
        HolderGrew = grew => grew switch
        {
            true => "持有者本身每轮都在增长",
            false => "持有者的增长少于放入的对象",
            null => "持有者不是可以跟踪大小的对象",
        },
        ConfidenceWord = confidence => confidence switch
        {
            Confidence.High => "高",
            Confidence.Medium => "中",
            _ => "低",
        },
    };

    private static string Explain(FindingFacts facts)
    {
        var rate = facts.Entry is null
            ? facts.BytesPerRequest is { } grown ? $"每个请求增加 {Bytes(grown)}" : $"每轮增加 {Bytes(facts.BytesPerRound)}"
            : facts.EntriesPerRequest is { } entries && facts.BytesPerRequest is { } bytes
            ? $"每个请求留下 {Number(entries)} 个 {EntryWords(facts)}，共 {Bytes(bytes)}"
            : $"每轮留下 {Bytes(facts.BytesPerRound)} 的 {facts.Entry}";
        var library = facts.Library is null ? "" : facts.Library == "node" ? "（经由 Node 自身的代码）" : $"（经由库 {facts.Library}）";
        var holds = facts.IsModuleCache
            ? $"Node 会保留 {(facts.Name == "import()" ? "import()" : "require()")} 加载过的一切{library}"
            : facts.Timer is { } timer
            ? TimerTexts.Holds(timer) + library
            : facts.Stream?.Leak == StreamLeak.UnreadResponse
            ? $"它们由 Node 打开的连接持有{library}"
            : facts.EntriesNow is { } listeners && facts.Event is not null
            ? $"{facts.Holder} 目前有 {Count(listeners)} 个监听器{library}"
            : facts.EntriesNow is { } now
            ? $"它们由 {facts.Holder} 持有{library}：这个 {Kind(facts.Collection)} 目前有 {Count(now)} 个条目"
            : $"{(facts.Entry is null ? "全部" : "它们")}由 {facts.Holder} 持有{library}";
        var keeps = facts.Function is { Captured: { Count: > 0 } captured }
            ? $"每个都保留着 {List(captured.Select(variable => $"{variable.Variable}（{variable.ClassName}，{Bytes(variable.RetainedBytes)}）"))}。"
            : facts.AsyncContext is { } context
            ? $"每个都保留着其上下文的 store（{context.StoreClass}，{Bytes(context.RetainedBytes)}）。"
            : "";
        return $"{rate}。{keeps}{holds}。";
    }

    private static string Through(VerdictFacts facts) => facts.Requests is { } requests ? $"在 {Count(requests)} 个请求期间，" : "";

    private static string Bounded(BoundedHolder holder) =>
        holder.IsDrained ? $"{holder.Path} 中累积的对象已经消失"
        : holder.Entries is { } entries ? $"{holder.Path} 起初增长，后来停止，目前有 {Count(entries)} 个条目"
        : $"{holder.Path} 起初增长，后来停止";

    /// <summary>What is put in, as the programmer calls it.</summary>
    private static string EntryWords(FindingFacts facts)
    {
        if (facts.Timer is { } timer) return $"{timer.Starter} 定时器{TimerTexts.Callback(facts.Function)}";
        if (facts.Stream?.Leak == StreamLeak.UnreadResponse) return "无人读取的响应";
        if (facts.Promise == PromiseLeak.Reactions) return "Promise 回调（reaction）";
        if (facts.IsModuleCache) return "模块";
        if (facts.Weak == WeakLeak.Registrations) return "注册";
        if (facts.Entry == "(sliced string)") return "字符串片段";
        if (facts.Function is not { } function) return $"{facts.Entry} 对象";
        return (facts.Event is null ? "函数" : "监听器") + TimerTexts.Callback(function);
    }

    /// <summary>What a pattern is called.</summary>
    private static string PatternName(string pattern) => pattern switch
    {
        "async-context" => "异步上下文（AsyncLocalStorage）泄漏",
        "timer" => "定时器泄漏",
        "stream" => "流泄漏",
        "event-listener" => "事件监听器泄漏",
        "promise" => "未完成的 Promise",
        "string-slice" => "字符串片段保留原字符串",
        "compiled-code" => "运行时编译的代码累积",
        "detached-dom" => "分离的 DOM 元素",
        "weak-reference" => "弱引用累积",
        "closure" => "闭包泄漏",
        "unbounded-cache" => "无界缓存",
        "growing-collection" => "只增不减的集合",
        "descriptors" => "文件描述符泄漏",
        "external-memory" => "堆外内存增长",
        "native-memory" => "常驻内存（RSS）增长",
        _ => "对象累积",
    };

    private static string Gone(VerificationFacts facts) => facts.Findings == 1 ? "泄漏已经消失" : $"{Count(facts.Findings)} 处泄漏全部消失";

    /// <summary>"3 处泄漏中：1 处已消失，1 处已减小，1 处仍然存在；另有 2 处新泄漏".</summary>
    private static string Outcomes(VerificationFacts facts)
    {
        (int Count, string Words)[] all =
        [
            (facts.Gone, "已消失"),
            (facts.Shrunk, "已减小"),
            (facts.Moved, "已转移到别处"),
            (facts.Findings - facts.Gone - facts.Shrunk - facts.Moved, "仍然存在"),
        ];
        var told = all.Where(outcome => outcome.Count > 0).ToList();
        var old = facts.Findings == 1
            ? "泄漏" + told[0].Words
            : $"{Count(facts.Findings)} 处泄漏中：{string.Join('，', told.Select(outcome => $"{Count(outcome.Count)} 处{outcome.Words}"))}";
        return facts.New == 0 ? old : $"{old}；另有 {Count(facts.New)} 处新泄漏";
    }
}
