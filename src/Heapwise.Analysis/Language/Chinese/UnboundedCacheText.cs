using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(UnboundedCachePattern pattern)
    {
        var inner = facts.Leak.Holder is LeakHolder.HeapObject holder ? holder.Contents.Inner : ContainerKind.None;
        return LibraryText.Aware(facts, inner == ContainerKind.None ? Cache() : CacheOfContainers(inner));
    }

    private PatternText Cache() => new(
        $"{facts.Holder} 是没有上限的缓存",
        $"每个新的键都会在 {facts.Name} 中添加一个条目，却没有任何代码移除它。"
            + $"这个 {ContainerName} 存活多久，它的所有条目就存活多久。",
        CacheFix(facts.Name),
        BoundedCache(facts.Code, facts.Container));

    private PatternText CacheOfContainers(ContainerKind inner) => new(
        $"{facts.Holder} 是没有上限的缓存",
        $"每个新的键都会在 {facts.Name} 里的某个 {NameOf(inner)} 中添加一个条目，却没有任何代码移除它。"
            + $"只要 {facts.Name} 存活，这些条目就都存活。",
        CacheFix($"{facts.Name} 里的每个 {NameOf(inner)}"),
        $"""
            const inner = {facts.Code}{(facts.Container == ContainerKind.Map ? ".get(group)" : "[group]")};
            {BoundedCache("inner", inner)}
            """);

    private static string CacheFix(string cache) =>
        $"给 {cache} 设置上限，超出时删除最旧的条目，或者让条目过期；如果是为某个对象附加数据，用以该对象为键的 WeakMap。";

    private static string BoundedCache(string code, ContainerKind kind) => kind == ContainerKind.Map
        ? $"""
            const MAX = 1000;
            {code}.delete(key); // Map 保持插入顺序：把这个键放到最后
            {code}.set(key, value);
            if ({code}.size > MAX) {code}.delete({code}.keys().next().value);
            """
        : $"""
            const MAX = 1000;
            {code}[key] = value; // 换成 Map 就能直接知道大小和最旧的键
            const keys = Object.keys({code});
            if (keys.length > MAX) delete {code}[keys[0]];
            """;
}
