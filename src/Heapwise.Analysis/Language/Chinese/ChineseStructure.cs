using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What is said where snapshots of different processes are compared by structure: who holds more, never that it leaks.</summary>
internal static class ChineseStructure
{
    public static LeakText Describe(LeakFacts facts, LeakEvidence.HeldMore more, LeakText said)
    {
        var amount = more.AreBytes ? Bytes(more.Total) : $"{Count(more.Total)} 个对象";
        var ofClass = !more.AreBytes && facts.Growth.Entry is { } entry ? $"（{entry.Name.Trim('(', ')')}）" : "";
        var title = $"{facts.Holder} 在 {more.Last} 中比在 {more.First} 中多持有 {amount}{ofClass}";
        var kept = more.AreBytes ? "增长的是它自身的大小，而不是它持有的对象。" : $"连同它们引用的对象共 {Bytes(facts.Growth.Bytes)}。";
        var entries = facts.EntriesNow is { } now ? $"在 {more.Last} 中有 {Count(now)} 个条目。" : "";
        var text = said with { Title = Tidy(title), Explanation = Tidy(kept + entries) };
        return facts.Leak.Bound is { } bound
            ? text with
            {
                Why = Tidy($"{CodeOrigin.FileNameOf(bound.At.File)}:{bound.At.Line} 限制了它的大小，所以它可能只是在 {more.Last} 中更满。"),
                Fix = "如果这个上限是有意设置的，就无需修改。",
                Example = "",
            }
            : text with { Why = "如果没有代码删除它们，那就是泄漏；也可能只是负载更大，或缓存更满。" };
    }

    public static IReadOnlyList<string> Evidence(LeakEvidence.HeldMore more)
    {
        var steps = more.Grown.Select(step => more.AreBytes ? "+" + Bytes(step) : "+" + Count(step));
        var what = more.AreBytes ? "保留大小" : "对象数";
        return
        [
            more.Grown.Count == 1
                ? $"{what}比 {more.First} 多：{string.Concat(steps)}"
                : $"{what}从每个文件到下一个文件的增量：{string.Join('、', steps)}",
            "按结构匹配，而不是按同一对象匹配",
        ];
    }

    public static string Describe(VerdictReason.OnlyByStructure reason)
    {
        var found = reason.Places == 0
            ? $"{reason.Last} 没有任何一处明显多于 {reason.First}。"
            : $"{reason.Last} 有 {Count(reason.Places)} 处比 {reason.First} 持有得更多。";
        var why = reason.IsAsked ? "按要求" : "由于这些文件的 id 不对应（例如来自不同的进程），";
        return $"{found}{why}按结构比较：按类、属性和持有对象的引用路径。"
            + "这比按同一对象比较更弱：只能说明哪里持有得更多，也可能只是负载更大或缓存更满。同一进程的三个堆快照才能判断。";
    }
}
