using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class PromiseTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"{Capital(facts.Holder)} is a promise that gathers everyone who waits for it"
            : $"{Capital(facts.Holder)} keeps promises that never settle",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"Each then(), await or Promise.race() on {facts.Name} leaves a reaction on it that stays until the promise settles, also when another one won the race. As long as {facts.Name} does not settle all reactions stay, and with them what they would resume."
            : $"A promise that is neither resolved nor rejected keeps the function that awaits it, with all of its variables. The {facts.Collection} {facts.Name} holds these promises, or the functions that would settle them, for as long as nobody answers.",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"Do not wait for {facts.Name} once for each request: react to it once and tell the work in progress, or give each request a promise of its own that is dropped with it."
            : $"Let every wait end: reject it after a time limit or when its client has gone, and take the entry out of {facts.Name} in finally(), whichever way it ended.",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $$"""
                const open = new Set(); // one entry for each request in progress
                {{facts.Code}}.then(value => { for (const stop of open) stop(value); });
                // for each request: open.add(stop), and open.delete(stop) in finally
                """
            : facts.Collection == "Map"
                ? $$"""
                    const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                    {{facts.Code}}.set(id, { resolve, reject });
                    promise.finally(() => { clearTimeout(timer); {{facts.Code}}.delete(id); });
                    """
                : $$"""
                    const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                    promise.finally(() => { clearTimeout(timer); /* take it out of {{facts.Code}} */ });
                    """);
}
