namespace Heapwise.Analysis.Advice.English;

/// <summary>Of containers inside a library: the program calls the library and cannot take entries out of its containers itself.</summary>
internal static class LibraryTexts
{
    /// <summary>The same texts, told of the library where it stands between the program and what gathers.</summary>
    public static PatternTexts Aware(PatternTexts own) => own with
    {
        Why = facts => IsInside(facts) ? Why(facts) : own.Why(facts),
        Fix = facts => IsInside(facts) ? Fix(facts) : own.Fix(facts),
        Example = facts => IsInside(facts) ? Example(facts) : own.Example(facts),
    };

    /// <summary>True where a library holds what gathers.</summary>
    public static bool IsInside(FindingFacts facts) => facts.Library is not (null or "node");

    private static string Why(FindingFacts facts) =>
        $"{facts.Name} is kept by the library {facts.Library}: what the program calls for a request leaves something there, and nothing takes it out. It outlives the requests, and so does everything in it.";

    private static string Fix(FindingFacts facts) =>
        $"Look in the documentation of {facts.Library} for what bounds it (a maximum, a time to live, another store) or takes out again what the call puts in (remove, release, dispose, unsubscribe). Where the call is the same for every request make it once, at the start; and use keys of which there are few: a route rather than a URL.";

    private static string Example(FindingFacts facts) => $"""
        const own = put(); // the call that puts something into {facts.Name}: once, at the start
        // or, where each request needs its own:
        res.on('close', () => takeOut(own)); // whatever {facts.Library} has for it
        """;
}
