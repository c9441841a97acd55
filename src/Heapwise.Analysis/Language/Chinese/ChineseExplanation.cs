using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What leaks at what rate, and who holds it: the sentences that patterns share.</summary>
internal static class ChineseExplanation
{
    public static string For(LeakFacts facts, PatternText text)
    {
        var keeps = facts.Function is { Captured: { Count: > 0 } captured } ? Captures(captured) : text.Keeps ?? "";
        var views = facts.Buffers is { } kept ? ChineseViews.Sentence(kept) : "";
        return $"{Rate(facts, text)}。{Native(facts)}{keeps}{views}{(text.Holds is { } holds ? holds + Library(facts) : Holder(facts))}。";
    }

    /// <summary>"（tick()，server.js:12）"; empty where nothing is known.</summary>
    public static string Describe(LeakFunction? function)
    {
        var name = function?.Name is { } known ? $"{known}()" : null;
        var location = function?.Location is { } at ? $"{CodeOrigin.FileNameOf(at.File)}:{at.Line}" : null;
        var parts = string.Join('，', new[] { name, location }.OfType<string>());
        return parts.Length == 0 ? "" : $"（{parts}）";
    }

    private static string Rate(LeakFacts facts, PatternText text)
    {
        var growth = facts.Growth;
        if (growth.Rate.Basis == RateBasis.Second) return RateByTime(facts, text);
        if (growth.Entry is not { } entry)
        {
            return growth.BytesPerRequest is { } grown ? $"每个请求增加 {Bytes(grown)}" : $"每轮增加 {Bytes(growth.BytesPerRound)}";
        }

        var entries = text.Entries?.Invoke(entry.PerRequest ?? 0) ?? Entries(facts, entry);
        return entry.PerRequest is { } count && growth.BytesPerRequest is { } bytes
            ? $"每个请求留下 {Number(count)} 个 {entries}，共 {Bytes(bytes)}"
            : $"每轮留下 {Bytes(growth.BytesPerRound)} 的 {entries}";
    }

    private static string RateByTime(LeakFacts facts, PatternText text)
    {
        var rate = facts.Growth.Rate;
        var load = facts.Growth.BytesPerRequest is null ? "" : "，与请求数无关";
        if (facts.Growth.Entry is not { } entry || rate.Objects is not { } objects) return $"每秒增加 {Bytes(rate.Bytes)}{load}";
        var entries = text.Entries?.Invoke(objects) ?? Entries(facts, entry);
        return $"每秒留下 {(objects >= 100 ? $"{objects:N0}" : $"{objects:0.#}")} 个 {entries}，共 {Bytes(rate.Bytes)}{load}";
    }

    private static string Native(LeakFacts facts) => facts.Growth.Entry is { HasNativePart: true } entry
        ? $"每个 {entry.Name} 还占用堆外内存，未计入上面的数字，可以参考进程的常驻内存。"
        : "";

    /// <summary>What is put in, as the programmer calls it.</summary>
    private static string Entries(LeakFacts facts, ClassGrowth entry)
    {
        if (entry.Name == "(sliced string)") return "子串";
        if (facts.Function is not { } function) return $"{entry.Name} 对象";
        return (facts.Listeners?.Event is null ? "函数" : "监听器") + Describe(function);
    }

    private static string Captures(IReadOnlyList<CapturedVariable> captured)
    {
        var variables = captured.Select(variable => $"{variable.Name}（{variable.ClassName}，{Bytes(variable.RetainedBytes)}）");
        return $"每个都引用着 {List(variables)}。";
    }

    private static string Holder(LeakFacts facts)
    {
        var held = facts.Growth.Entry is null ? "全部" : "它们";
        return facts.EntriesNow switch
        {
            { } count when facts.Listeners?.Event is not null => $"{facts.Holder} 目前有 {Count(count)} 个监听器{Library(facts)}",
            { } count => $"{held}由 {facts.Holder} 持有{Library(facts)}，这个 {NameOf(facts.Container)} "
                + $"目前有 {Count(count)} 个 {EntryOf(facts.Container)}",
            null => $"{held}由 {facts.Holder} 持有{Library(facts)}",
        };
    }

    private static string Library(LeakFacts facts) => facts.Library switch
    {
        null => "",
        "node" => "（通过 Node 自身的代码）",
        var library => $"（通过 {library} 库）",
    };
}
