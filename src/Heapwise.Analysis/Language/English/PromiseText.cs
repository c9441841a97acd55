using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(PromisePattern pattern) => pattern.Leak == PromiseLeak.Reactions ? Reactions() : PendingPromises();

    private PatternText Reactions() => new(
        $"{Capitalize(facts.Holder)} is a pending promise that accumulates reactions",
        $"Each then(), await or Promise.race() on {facts.Name} adds a reaction that stays until the promise settles, "
        + "even if another promise won the race. "
        + $"As long as {facts.Name} is pending, all of its reactions stay, along with everything they would resume.",
        $"Do not wait for {facts.Name} in every request: react to it once and notify the work in progress, "
        + "or give each request its own promise, which is dropped with the request.",
        $$"""
        const open = new Set(); // one entry for each request in progress
        {{facts.Code}}.then(value => { for (const stop of open) stop(value); });
        // for each request: open.add(stop), and open.delete(stop) in finally
        """)
    {
        Entries = count => Plural(count, "reaction"),
    };

    private PatternText PendingPromises() => new(
        $"{Capitalize(facts.Holder)} keeps promises that never settle",
        "A promise that is neither resolved nor rejected keeps the function that awaits it alive, with all of its variables. "
        + $"The {facts.Collection} {facts.Name} holds these promises, or the functions that would settle them, "
        + "as long as no answer arrives.",
        $"Make every wait end: reject it after a timeout or when its client disconnects, and remove the entry from {facts.Name} "
        + "in finally(), whichever way the wait ended.",
        facts.Container == ContainerKind.Map
            ? $$"""
                const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                {{facts.Code}}.set(id, { resolve, reject });
                promise.finally(() => { clearTimeout(timer); {{facts.Code}}.delete(id); });
                """
            : $$"""
                const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                promise.finally(() => { clearTimeout(timer); /* remove it from {{facts.Code}} */ });
                """);
}
