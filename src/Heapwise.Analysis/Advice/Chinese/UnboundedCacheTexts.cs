using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class UnboundedCacheTexts
{
    public static PatternTexts Texts { get; } = LibraryTexts.Aware(Pattern(
        facts => $"{facts.Holder} 是无界缓存（没有上限）",
        facts => facts.InnerCollection is { } inner
            ? $"每个新的键都会往 {facts.Name} 里的某个 {Kind(inner)} 添加一个条目，却没有任何代码移除它。只要 {facts.Name} 存活，这些条目就都存活。"
            : $"每个新的键都会往 {facts.Name} 添加一个条目，却没有任何代码移除它。这个 {Kind(facts.Collection)} 存活多久，它的所有条目就存活多久。",
        facts => $"给 {(facts.InnerCollection is { } inner ? $"{facts.Name} 里的每个 {Kind(inner)}" : facts.Name)} 设置上限，超出时删除最旧的条目，或者让条目过期；如果是为某个对象附加数据，用以该对象为键的 WeakMap。",
        facts => facts.InnerCollection is null ? Bounded(facts.Code, facts.Collection) : $"const inner = {Outer(facts)};\n{Bounded("inner", facts.InnerCollection)}"));

    private static string Outer(FindingFacts facts) => facts.Collection == "Map" ? $"{facts.Code}.get(group)" : $"{facts.Code}[group]";

    private static string Bounded(string code, string collection) => collection == "Map"
        ? $$"""
            const MAX = 1000;
            {{code}}.delete(key); // Map 保持插入顺序：把这个键放到最后
            {{code}}.set(key, value);
            if ({{code}}.size > MAX) {{code}}.delete({{code}}.keys().next().value);
            """
        : $$"""
            const MAX = 1000;
            {{code}}[key] = value; // 换成 Map 就能直接知道大小和最旧的键
            const keys = Object.keys({{code}});
            if (keys.length > MAX) delete {{code}}[keys[0]];
            """;
}
