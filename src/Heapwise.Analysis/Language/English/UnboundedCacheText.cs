using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(UnboundedCachePattern pattern)
    {
        var title = $"{Capitalize(facts.Holder)} is an unbounded cache";
        var isMap = facts.Container == ContainerKind.Map;
        var isInnerMap = facts.Leak.Holder is LeakHolder.HeapObject { Contents.Inner: ContainerKind.Map };
        return InLibrary(facts.InnerCollection is { } inner
            ? new PatternText(
                title,
                $"Each new key adds an entry to one of the {inner}s in {facts.Name}, and nothing ever removes one. "
                + $"All of their entries stay alive for as long as {facts.Name} does.",
                LimitSize($"each {inner} in {facts.Name}"),
                $"const inner = {facts.Code}{(isMap ? ".get(group)" : "[group]")};\n{BoundedInsert("inner", isInnerMap)}")
            : new PatternText(
                title,
                $"Each new key adds an entry to {facts.Name}, and nothing ever removes one. "
                + $"The {facts.Collection} keeps all of its entries alive for as long as it lives.",
                LimitSize(facts.Name),
                BoundedInsert(facts.Code, isMap)));
    }

    private static string LimitSize(string container) =>
        $"Set a maximum size for {container} and evict the oldest entry once it is exceeded, or let entries expire. "
        + "To store data about an object, use a WeakMap keyed by that object.";

    private static string BoundedInsert(string code, bool isMap) => isMap
        ? $$"""
            const MAX = 1000;
            {{code}}.delete(key); // a Map keeps insertion order: this moves the key to the end
            {{code}}.set(key, value);
            if ({{code}}.size > MAX) {{code}}.delete({{code}}.keys().next().value);
            """
        : $$"""
            const MAX = 1000;
            {{code}}[key] = value; // a Map would know its size and its oldest key
            const keys = Object.keys({{code}});
            if (keys.length > MAX) delete {{code}}[keys[0]];
            """;
}
