using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class UnboundedCacheTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"{Capital(facts.Holder)} is a cache without bound",
        facts => $"Each new key adds an entry to {facts.Name} and nothing ever takes one out. The {facts.Collection} keeps all of its entries alive for as long as it lives itself.",
        facts => $"Give {facts.Name} a maximum and drop the oldest entry beyond it, or let entries expire; for data about an object use a WeakMap keyed by that object.",
        facts => facts.Collection == "Map"
            ? $$"""
                const MAX = 1000;
                {{facts.Code}}.delete(key); // a Map keeps the order of insertion: put the key last
                {{facts.Code}}.set(key, value);
                if ({{facts.Code}}.size > MAX) {{facts.Code}}.delete({{facts.Code}}.keys().next().value);
                """
            : $$"""
                const MAX = 1000;
                {{facts.Code}}[key] = value; // a Map in its place would know its size and its oldest key
                const keys = Object.keys({{facts.Code}});
                if (keys.length > MAX) delete {{facts.Code}}[keys[0]];
                """);
}
