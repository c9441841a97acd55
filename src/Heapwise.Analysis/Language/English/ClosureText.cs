using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    private string LargestVariable => facts.Function is { Captured: [var largest, ..] } ? largest.Name : "large values";

    public PatternText Visit(ClosurePattern pattern) => pattern switch
    {
        ClosurePattern.Chain chain => ChainOfScopes(chain.Variable, chain.Function is { } name ? $"{name}()" : "the new function"),
        _ => facts.Function is { MentionsLargest: false } ? ClosureOfSharedScope() : ClosureOfOwnVariables(),
    };

    private PatternText ChainOfScopes(string variable, string function) => new(
        $"{Capitalize(facts.Holder)} leads to a chain of scopes that only grows",
        $"Functions created in one call share one scope, which keeps every variable that any of them mentions. The scope of {function} "
        + $"contains {variable}, and {variable} leads to what {facts.Name} held before, whose own scope leads to the one before that. "
        + "As long as the newest is held, the whole chain back to the first cannot be collected.",
        $"Break the link: take what is needed from {variable} before you create the new function, and create the function "
        + $"in a separate function that receives only that, so that its scope does not contain {variable}.",
        $"""
        const make = needed => () => use(needed); // its own scope, without {variable}
        {facts.Code} = make({variable}.length); // only the part that is needed
        """)
    {
        Holds = $"each keeps the one before it alive through variable {variable} in the scope of {function}, "
            + $"and {facts.Holder} holds the newest",
    };

    private PatternText ClosureOfSharedScope() => new(
        ClosureTitle(),
        $"{ClosureName("The")} does not mention {LargestVariable}, but another function created in the same call does, "
        + "and functions created in one call share one scope. "
        + $"As long as {facts.Name} keeps the function, {LargestVariable} cannot be collected.",
        "Create the long-lived function in a separate function that receives only what it needs, "
        + $"so that its scope does not contain {LargestVariable}. Remove it from {facts.Name} when its work is done.",
        $"""
        const make = id => () => use(id); // its own scope, outside the request
        {StoreStatement("make(id)")}
        """);

    private PatternText ClosureOfOwnVariables() => new(
        ClosureTitle(),
        $"A function keeps every variable it mentions alive as a whole, and most of what {ClosureName("the")} keeps is {LargestVariable}. "
        + $"As long as {facts.Name} keeps the function, {LargestVariable} cannot be collected, even if only a small part of it is needed.",
        $"Extract what the function needs from {LargestVariable} before you create the function, "
        + $"so that it does not mention {LargestVariable} itself. Remove it from {facts.Name} when its work is done.",
        $"""
        const needed = {LargestVariable}.length; // the part that is needed
        {StoreStatement("() => use(needed)")}
        """);

    private string ClosureTitle() => $"Functions held by {facts.Holder} keep {LargestVariable} alive";

    private string ClosureName(string article) => facts.Function?.Name is { } name ? $"{name}()" : $"{article} function";
}
