using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(AllocationSitePattern pattern) => new(
        $"{Capitalize(facts.Holder)} stays in memory",
        "V8 sampled the allocations that are still alive after each round. Those of this function grow by about as much in every round, "
        + "and the memory of the process with them.",
        "See what becomes of what the function makes: a Map, Set, array or object that outlives the call and only grows, a listener, a "
        + "timer, a closure, or a library that keeps it. Remove it when its work is done, or limit the size.",
        """
        sessions.set(id, session);
        socket.on('close', () => sessions.delete(id)); // what is put in is taken out again
        """)
    {
        Explanation = (facts.Growth.BytesPerRequest is { } bytes
                ? $"Each request leaves about {Bytes(bytes)} in memory"
                : $"Each round leaves about {Bytes(facts.Growth.BytesPerRound)} in memory")
            + (pattern.BuffersPerRound > 0 ? ", most of it in buffers outside the heap" : "")
            + $": {facts.Holder}. What holds it is not known without a snapshot.",
    };
}
