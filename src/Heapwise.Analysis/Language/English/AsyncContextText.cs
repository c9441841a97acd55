using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(AsyncContextPattern pattern)
    {
        var storage = pattern.Storage?.Name;
        var named = storage is null ? "an AsyncLocalStorage" : $"AsyncLocalStorage {storage}";
        var size = $"{pattern.StoreClass}, {Bytes(pattern.StoreBytes)}";
        var why = $"Whatever is started inside run() of an AsyncLocalStorage belongs to that context and keeps its store ({size}) alive "
            + "for as long as it lives, even if its code never uses the store. ";
        var code = storage ?? "storage";
        var text = pattern.Timer is { } timer
            ? StoreOfTimer(timer, named, why, code)
            : new PatternText(
                $"{Capitalize(facts.Holder)} keeps the store of {named} alive",
                why + "What accumulates here lives on long after its request has completed.",
                "Use exit() to start anything that outlives the request outside the context, or remove it from its holder when the request "
                + "ends. Keep the store small.",
                $"{code}.exit(() => startWhatOutlivesTheRequest());");
        return text with { Keeps = $"Each keeps the store of its context ({size}) alive." };
    }

    private PatternText StoreOfTimer(TimerFacts timer, string storage, string why, string code) => new(
        $"{TimerName(timer)} keeps the store of {storage} alive",
        why + (timer.IsOneShot
            ? "These timers are still pending long after their request has completed."
            : "These timers keep running long after their request has completed."),
        "Clear the timer when the request ends. If it has to live longer, start it outside the context with exit(), and keep the store "
        + $"small: a {timer.Starter} inside a context always holds it.",
        $"""
        {code}.exit(() => {timer.Starter}(later, 60_000)); // belongs to no request

        const timer = {timer.Starter}(tick, 60_000); // belongs to this request
        res.on('close', () => {(timer.IsRepeating ? "clearInterval" : "clearTimeout")}(timer));
        """)
    {
        Entries = count => TimerEntries(timer, count),
        Holds = TimerHolds(timer),
    };
}
