using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class UnboundedCacheTexts
{
    public static PatternTexts Texts { get; } = LibraryTexts.Aware(new(
        facts => $"{Capital(facts.Holder)} is a cache without bound",
        facts => facts.InnerCollection is { } inner
            ? $"Each new key adds an entry to one of the {inner}s in {facts.Name} and nothing ever takes one out. They keep all of their entries alive for as long as {facts.Name} lives."
            : $"Each new key adds an entry to {facts.Name} and nothing ever takes one out. The {facts.Collection} keeps all of its entries alive for as long as it lives itself.",
        facts => $"Give {(facts.InnerCollection is { } inner ? $"each {inner} in {facts.Name}" : facts.Name)} a maximum and drop the oldest entry beyond it, or let entries expire; for data about an object use a WeakMap keyed by that object.",
        facts => facts.InnerCollection is null ? Bounded(facts.Code, facts.Collection) : $"const inner = {Outer(facts)};\n{Bounded("inner", facts.InnerCollection)}"));

    private static string Outer(FindingFacts facts) => facts.Collection == "Map" ? $"{facts.Code}.get(group)" : $"{facts.Code}[group]";

    private static string Bounded(string code, string collection) => collection == "Map"
        ? $$"""
            const MAX = 1000;
            {{code}}.delete(key); // a Map keeps the order of insertion: put the key last
            {{code}}.set(key, value);
            if ({{code}}.size > MAX) {{code}}.delete({{code}}.keys().next().value);
            """
        : $$"""
            const MAX = 1000;
            {{code}}[key] = value; // a Map in its place would know its size and its oldest key
            const keys = Object.keys({{code}});
            if (keys.length > MAX) delete {{code}}[keys[0]];
            """;
}
