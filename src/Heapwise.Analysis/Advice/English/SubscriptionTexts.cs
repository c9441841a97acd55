using Heapwise.Analysis.Leaks.Evidence;

namespace Heapwise.Analysis.Advice.English;

/// <summary>What is said of event listeners that are observers in a list of a program's or library's own.</summary>
internal static class SubscriptionTexts
{
    public static string Title(SubscriptionFacts facts, string holder) =>
        facts.OwnerName is { } name ? $"Subscriptions to {name} are made and never ended"
        : facts.OwnerClass is { } owner ? $"Subscriptions to {owner} are made and never ended"
        : $"Subscriptions in {holder} are made and never ended";

    public static string Why(SubscriptionFacts facts) =>
        $"Each call of {facts.Method}() adds an observer to the list of {(facts.OwnerClass is { } owner ? $"the {owner}" : "what it observes")}, where it stays until the subscription is ended. What is observed lives on, and with it every observer and all that the observers refer to.";

    public static string Fix(SubscriptionFacts facts) => facts.Method switch
    {
        "on" or "addListener" => "Take the listener off when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases.",
        _ => $"Keep what {facts.Method}() gives back and end the subscription when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases. Where one value is enough, let the subscription end itself after it.",
    };

    public static string Example(SubscriptionFacts facts)
    {
        var source = facts.OwnerName is { } name ? name.Split('[')[0] : "source";
        return facts.Method switch
        {
            "on" or "addListener" => $$"""
                const listener = value => { /* … */ };
                {{source}}.{{facts.Method}}('change', listener);
                res.on('close', () => {{source}}.{{(facts.Method == "on" ? "off" : "removeListener")}}('change', listener));
                """,
            _ => $$"""
                const subscription = {{source}}.{{facts.Method}}(observer);
                res.on('close', () => subscription.unsubscribe());
                """,
        };
    }
}
