namespace Heapwise.Analysis.Advice.English;

internal static class ClosureTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"Functions in {facts.Holder} keep {Largest(facts)}",
        facts => facts.Function is { MentionsLargest: false }
            ? $"{FunctionName(facts)} does not mention {Largest(facts)}, but another function made in the same call does, and functions made in one call share one scope. For as long as {facts.Name} keeps the function, {Largest(facts)} cannot be collected."
            : $"A function keeps the variables that it mentions, whole, and {Largest(facts)} is most of what {FunctionName(facts)} keeps. For as long as {facts.Name} keeps the function, {Largest(facts)} cannot be collected, even if only a small part of it is needed.",
        facts => facts.Function is { MentionsLargest: false }
            ? $"Make the function that stays in a function of its own which is given only what it needs: a scope without {Largest(facts)}. And take it out of {facts.Name} when its work is done."
            : $"Take what the function needs out of {Largest(facts)} before the function is made, so that it does not mention {Largest(facts)} itself. And take it out of {facts.Name} when its work is done.",
        facts => facts.Function is { MentionsLargest: false }
            ? $$"""
                const make = id => () => use(id); // a scope of its own, outside
                {{PutIn(facts, "make(id)")}}
                """
            : $$"""
                const needed = {{Largest(facts)}}.length; // the part that is needed
                {{PutIn(facts, "() => use(needed)")}}
                """);

    private static string Largest(FindingFacts facts) => facts.Function is { Captured: [var largest, ..] } ? largest.Variable : "large values";

    private static string FunctionName(FindingFacts facts) => facts.Function?.Name is { } name ? $"{name}()" : "the function";

    private static string PutIn(FindingFacts facts, string value) => facts.Collection switch
    {
        "Map" => $"{facts.Code}.set(key, {value});",
        "Set" => $"{facts.Code}.add({value});",
        "object" => $"{facts.Code}[key] = {value};",
        "array" => $"{facts.Code}.push({value});",
        _ => $"keep({value});",
    };
}
