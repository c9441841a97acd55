using System.Diagnostics;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(EventListenerPattern pattern) => pattern switch
    {
        EventListenerPattern.Listeners listeners when facts.Listeners is { IsOfEventTarget: true } => ListenersOfTarget(listeners),
        EventListenerPattern.Listeners listeners => ListenersOfEmitter(listeners),
        EventListenerPattern.NamedEvents => NamedEvents(),
        EventListenerPattern.Subscription subscription => Subscription(subscription),
        EventListenerPattern.Callbacks callbacks => Callbacks(callbacks.Method),
        _ => throw new UnreachableException(),
    };

    private string ListenersTitle =>
        $"Listeners {(facts.Listeners?.Event is null ? "on" : "for")} {facts.Holder} are added and never removed";

    private string ListenedEvent => facts.Listeners?.Event ?? "event";

    private PatternText ListenersOfTarget(EventListenerPattern.Listeners pattern) => new(
        ListenersTitle,
        $"Each call of addEventListener() adds a listener to the {facts.Listeners?.EmitterClass ?? "target"}, "
        + "where it stays until it is removed. "
        + "{ once: true } removes it only if the event actually fires. "
        + "The target lives on, and so do all of its listeners and everything they reference." + NodeWarning(pattern.HasWarned),
        "Remove the listener when the work it belongs to ends, "
        + "or add a single listener outside the request that notifies all work in progress.",
        $$"""
        const listener = () => { /* … */ };
        {{facts.EmitterCode(pattern)}}.addEventListener('{{ListenedEvent}}', listener);
        res.on('close', () => {{facts.EmitterCode(pattern)}}.removeEventListener('{{ListenedEvent}}', listener));
        """);

    private PatternText ListenersOfEmitter(EventListenerPattern.Listeners pattern) => new(
        ListenersTitle,
        "Each call of on() adds a function to the emitter's list, where it stays until it is removed. "
        + "The emitter lives on, and so do all of its listeners and everything they reference." + NodeWarning(pattern.HasWarned),
        "Remove the listener when the work it belongs to ends, or add a single listener outside the request; "
        + "once() helps only if the event actually fires.",
        $$"""
        const listener = value => { /* … */ };
        {{facts.EmitterCode(pattern)}}.on('{{ListenedEvent}}', listener);
        res.on('close', () => {{facts.EmitterCode(pattern)}}.off('{{ListenedEvent}}', listener));
        """);

    private PatternText NamedEvents() => new(
        $"Listeners for ever new events are added to {facts.Holder} and never removed",
        "Each call listens for an event with a new name. once() removes the listener when that event is emitted; if it never is, "
        + "the listener stays, with everything it references. Node does not warn, because no event has many listeners.",
        "Remove the listener when the wait ends without the event, too: after a timeout, after an error, or when the request is aborted.",
        $$"""
        const { once } = require('node:events');
        const [reply] = await once({{facts.CodeOfEventTable}}, `reply:${id}`, { signal: AbortSignal.timeout(5_000) });
        """);

    private static string NodeWarning(bool? hasWarned) => hasWarned switch
    {
        true => " Node has warned about this on standard error: MaxListenersExceededWarning.",
        false => " Node has not warned about this: the listener limit is turned off or has been raised.",
        null => "",
    };

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

    private PatternText Callbacks(string? method) => new(
        $"Callbacks in {facts.Holder} are added and never removed",
        $"{(method is null ? "Each request" : $"Each call of {method}()")} adds a callback to {facts.Name}, and the program calls all of "
        + "them, the old ones included. That takes longer with every request, and each callback keeps alive whatever it references.",
        method is null
            ? $"Remove the callback from {facts.Name} {EndOnClose}"
            : $"Have {method}() return a function that removes the callback from {facts.Name} again, and call that function {EndOnClose}",
        method is null
            ? $"res.on('close', () => {RemoveCallback});"
            : $$"""
                const remove = {{method}}(callback); // returns () => {{RemoveCallback}}
                res.on('close', remove);
                """);

    private string RemoveCallback => facts.Container switch
    {
        ContainerKind.Set => $"{facts.Code}.delete(callback)",
        ContainerKind.Map => $"{facts.Code}.delete(key)",
        ContainerKind.KeyedObject => $"delete {facts.Code}[key]",
        _ => $"{facts.Code}.splice({facts.Code}.indexOf(callback), 1)",
    };

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
