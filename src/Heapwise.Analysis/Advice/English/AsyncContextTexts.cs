using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class AsyncContextTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"{Keepers(facts)} the store of {Storage(facts)}",
        facts => $"What is started inside run() of an AsyncLocalStorage belongs to that context and keeps its store, {Store(facts)}, for as long as it lives, also where its code mentions nothing of it. "
            + (facts.Timer is { IsOneShot: true } ? "These timers wait long after their request is answered." : "These live on when their request is long answered."),
        facts => facts.Timer is { } timer
            ? $"Clear the timer when the request ends. Where it has to live longer, start it outside the context with exit(), and keep the store small: {timer.Starter} inside a context always holds it."
            : "Start what outlives the request outside the context with exit(), or take it out of where it is kept when the request ends. Keep the store small.",
        facts => facts.Timer is { } timer
            ? $"""
            {Code(facts)}.exit(() => {timer.Starter}(later, 60_000)); // belongs to no request

            const timer = {timer.Starter}(tick, 60_000); // belongs to this one
            res.on('close', () => {(timer.IsRepeating ? "clearInterval" : "clearTimeout")}(timer));
            """
            : $"{Code(facts)}.exit(() => startWhatOutlivesTheRequest());");

    private static string Keepers(FindingFacts facts) => facts.Timer is null ? $"{Capital(facts.Holder)} keeps" : $"{TimerTexts.Place(facts.Timer, facts.Function)} keeps";

    private static string Storage(FindingFacts facts) => facts.AsyncContext?.Variable is { } variable ? $"AsyncLocalStorage {variable}" : "an AsyncLocalStorage";

    private static string Store(FindingFacts facts) => facts.AsyncContext is { } context ? $"{context.StoreClass} of {Bytes(context.RetainedBytes)}" : "whatever it is";

    private static string Code(FindingFacts facts) => facts.AsyncContext?.Variable ?? "storage";
}
