using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    private const string EndOnClose =
        "when the work it belongs to ends, including when the request is aborted: 'close' fires in both cases.";

    private PatternText Subscription(EventListenerPattern.Subscription pattern)
    {
        var method = pattern.Method;
        var observed = pattern.OwnerName ?? pattern.OwnerClass;
        var source = pattern.OwnerName is { } name ? name.Split('[')[0] : "source";
        var isListener = method is "on" or "addListener";
        return new PatternText(
            $"Subscriptions {(observed is null ? "in " + facts.Holder : "to " + observed)} are added and never removed",
            $"Each call of {method}() adds an observer to the list of the {pattern.OwnerClass ?? "observed object"}, "
            + "where it stays until the subscription ends. "
            + "What is observed lives on, and so do all of its observers and everything they reference.",
            isListener
                ? $"Remove the listener {EndOnClose}"
                : $"Keep the return value of {method}() and use it to end the subscription {EndOnClose} "
                + "If one value is enough, let the subscription end itself after the first.",
            isListener ? RemoveListener(source, method) : Unsubscribe(source, method));
    }

    private static string RemoveListener(string source, string method) => $$"""
        const listener = value => { /* … */ };
        {{source}}.{{method}}('change', listener);
        res.on('close', () => {{source}}.{{(method == "on" ? "off" : "removeListener")}}('change', listener));
        """;

    private static string Unsubscribe(string source, string method) => $$"""
        const subscription = {{source}}.{{method}}(observer);
        res.on('close', () => subscription.unsubscribe());
        """;
}
