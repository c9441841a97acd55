namespace Heapwise.Analysis.Language.English;

/// <summary>
/// What accumulates inside a library. The program calls the library and cannot remove entries from its containers itself.
/// </summary>
internal sealed partial class EnglishPatterns
{
    private string LibraryTimerFix =>
        $"The library {facts.Library} sets the timer for something that the program asks it to do on each request. "
        + "End that when the work it belongs to ends (stop, cancel, unsubscribe, dispose), " + OnAbortToo;

    private string LibraryTimerExample => $"""
        const started = start(); // the call that sets the timer of {facts.Library}
        res.on('close', () => started.stop()); // or whatever {facts.Library} offers
        """;

    /// <summary>The same text, with the library's part in it where a library holds what accumulates.</summary>
    private PatternText InLibrary(PatternText own) => !facts.IsInLibrary ? own : own with
    {
        Why = $"{facts.Name} belongs to the library {facts.Library}: a call that the program makes for each request adds something to it, "
            + "and nothing removes it again. It outlives the requests, and so does everything in it.",
        Fix = $"Check the documentation of {facts.Library} for a way to limit it (a maximum, a time to live, another store) or to remove "
            + "what the call adds (remove, release, dispose, unsubscribe). If the call is the same for every request, "
            + "make it once at startup. Use keys from a small set, such as the route instead of the URL.",
        Example = $"""
            const own = put(); // the call that adds to {facts.Name}: once, at startup
            // or, if each request needs its own:
            res.on('close', () => takeOut(own)); // or whatever {facts.Library} offers
            """,
    };
}
