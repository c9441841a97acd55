namespace Heapwise.Analysis.Advice.English;

internal static class EventListenerTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Title(made, facts.Holder)
            : $"Listeners of {facts.Holder} are added and never removed",
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Why(made)
            : facts.IsEventTarget
            ? $"Each call of addEventListener() adds a listener to the list of the {facts.Emitter ?? "target"}, where it stays until it is removed; {{ once: true }} removes it only if the event does come. The target lives on, and with it every listener and all that the listeners refer to.{Warned(facts)}"
            : "Each call of on() adds a function to the emitter's list, where it stays until it is removed. The emitter lives on, and with it every listener and all that the listeners refer to." + Warned(facts),
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Fix(made)
            : facts.IsEventTarget
            ? "Remove the listener when the work it belongs to ends, or add one listener outside the request that tells all work in progress."
            : "Remove the listener when the work it belongs to ends, or add one listener outside the request; once() helps only for an event that does come.",
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Example(made)
            : facts.IsEventTarget
            ? $$"""
                const listener = () => { /* … */ };
                {{facts.EmitterCode}}.addEventListener('{{facts.Event ?? "event"}}', listener);
                res.on('close', () => {{facts.EmitterCode}}.removeEventListener('{{facts.Event ?? "event"}}', listener));
                """
            : $$"""
                const listener = value => { /* … */ };
                {{facts.EmitterCode}}.on('{{facts.Event ?? "event"}}', listener);
                res.on('close', () => {{facts.EmitterCode}}.off('{{facts.Event ?? "event"}}', listener));
                """);

    private static string Warned(FindingFacts facts) => facts.HasWarned switch
    {
        true => " Node has warned of it on standard error: MaxListenersExceededWarning.",
        false => " Node has not warned of it: the limit of listeners is off, or higher.",
        null => "",
    };
}
