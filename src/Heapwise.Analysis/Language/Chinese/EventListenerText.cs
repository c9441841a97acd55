using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(EventListenerPattern pattern) => pattern switch
    {
        EventListenerPattern.Subscription subscription => Subscriptions(subscription),
        EventListenerPattern.Callbacks callbacks => Callbacks(callbacks.Method),
        EventListenerPattern.NamedEvents => NamedEvents(),
        EventListenerPattern.Listeners listeners when facts.Listeners is { IsOfEventTarget: true } list =>
            TargetListeners(listeners, list.EmitterClass ?? "EventTarget"),
        EventListenerPattern.Listeners listeners => EmitterListeners(listeners),
        _ => throw new NotSupportedException(pattern.GetType().Name),
    };

    private PatternText EmitterListeners(EventListenerPattern.Listeners pattern)
    {
        var (emitter, name) = (facts.EmitterCode(pattern), facts.Listeners?.Event ?? "event");
        return new PatternText(
            $"{facts.Holder} 的监听器只添加、从不移除",
            "每次调用 on() 都会在 EventEmitter 的监听器列表中添加一个函数，它会一直留在那里，直到被移除。"
                + $"EventEmitter 一直存活，所有监听器及其引用的一切也就一直存活。{Warning(pattern)}",
            "对应的任务结束时移除监听器；或者在请求之外只添加一个监听器。once() 只有在事件真的会触发时才有用。",
            $$"""
                const listener = value => { /* … */ };
                {{emitter}}.on('{{name}}', listener);
                res.on('close', () => {{emitter}}.off('{{name}}', listener));
                """);
    }

    private PatternText TargetListeners(EventListenerPattern.Listeners pattern, string targetClass)
    {
        var (target, name) = (facts.EmitterCode(pattern), facts.Listeners?.Event ?? "event");
        return new PatternText(
            $"{facts.Holder} 的监听器只添加、从不移除",
            $"每次调用 addEventListener() 都会在 {targetClass} 的监听器列表中添加一个监听器，它会一直留在那里，直到被移除；"
                + "{ once: true } 只有在事件真的触发时才会移除它。"
                + $"{targetClass} 一直存活，所有监听器及其引用的一切也就一直存活。{Warning(pattern)}",
            "对应的任务结束时移除监听器；或者在请求之外只添加一个监听器，由它通知所有进行中的任务。",
            $$"""
                const listener = () => { /* … */ };
                {{target}}.addEventListener('{{name}}', listener);
                res.on('close', () => {{target}}.removeEventListener('{{name}}', listener));
                """);
    }

    private PatternText NamedEvents() => new(
        $"{facts.Holder} 里不断添加新事件名的监听器，从不移除",
        "每次调用都监听一个新的事件名。once() 只有在这个事件触发时才会移除监听器；如果它一直不触发，监听器及其引用的一切就一直留着。"
            + "没有哪个事件的监听器多到让 Node 发出警告。",
        "没有等到事件就结束时（超时、出错、请求中断），也要移除监听器。",
        $$"""
            const { once } = require('node:events');
            const [reply] = await once({{facts.CodeOfEventTable}}, `reply:${id}`, { signal: AbortSignal.timeout(5_000) });
            """);

    private static string Warning(EventListenerPattern.Listeners pattern) => pattern.HasWarned switch
    {
        true => "Node 已在标准错误输出中给出警告：MaxListenersExceededWarning。",
        false => "Node 没有对此发出警告：监听器数量的上限被关闭，或者设得更高。",
        null => "",
    };

    private PatternText Subscriptions(EventListenerPattern.Subscription pattern)
    {
        var isListener = pattern.Method is "on" or "addListener";
        return new PatternText(
            (pattern.OwnerName ?? pattern.OwnerClass) is { } owner ? $"对 {owner} 的订阅从不取消" : $"{facts.Holder} 里的订阅从不取消",
            $"每次调用 {pattern.Method}() 都会在 {pattern.OwnerClass ?? "被观察对象"} 的列表中添加一个观察者，"
                + "它会一直留在那里，直到取消订阅。被观察的对象一直存活，所有观察者及其引用的一切也就一直存活。",
            isListener
                ? "对应的任务结束时移除监听器，请求中途断开时也一样：两种情况都会触发 'close'。"
                : $"保存 {pattern.Method}() 的返回值，在对应的任务结束时取消订阅，请求中途断开时也一样：两种情况都会触发 'close'。"
                    + "如果只需要一个值，就让订阅在收到它之后自行结束。",
            isListener ? RemoveListener(pattern) : Unsubscribe(pattern));
    }

    private PatternText Callbacks(string? method) => new(
        $"{facts.Holder} 里的回调只添加、从不移除",
        $"{(method is null ? "每个请求" : $"每次调用 {method}() ")}都会在 {facts.Name} 中添加一个回调，程序会逐个调用它们，旧的也不例外："
            + "请求越多，每次调用就越慢，回调引用的一切也一直存活。",
        method is null
            ? $"对应的任务结束时，把回调从 {facts.Name} 中移除；请求中断时也要移除，'close' 在两种情况下都会触发。"
            : $"让 {method}() 返回一个函数，用来把回调从 {facts.Name} 中移除；对应的任务结束时调用它，请求中断时也要调用。",
        method is null
            ? $"res.on('close', () => {RemoveCallback});"
            : $$"""
                const remove = {{method}}(callback); // 返回 () => {{RemoveCallback}}
                res.on('close', remove);
                """);

    private string RemoveCallback => facts.Container switch
    {
        ContainerKind.Set => $"{facts.Code}.delete(callback)",
        ContainerKind.Map => $"{facts.Code}.delete(key)",
        ContainerKind.KeyedObject => $"delete {facts.Code}[key]",
        _ => $"{facts.Code}.splice({facts.Code}.indexOf(callback), 1)",
    };

    private static string RemoveListener(EventListenerPattern.Subscription pattern)
    {
        var source = ObservedCode(pattern);
        return $$"""
            const listener = value => { /* … */ };
            {{source}}.{{pattern.Method}}('change', listener);
            res.on('close', () => {{source}}.{{(pattern.Method == "on" ? "off" : "removeListener")}}('change', listener));
            """;
    }

    private static string Unsubscribe(EventListenerPattern.Subscription pattern) => $"""
        const subscription = {ObservedCode(pattern)}.{pattern.Method}(observer);
        res.on('close', () => subscription.unsubscribe());
        """;

    /// <summary>What is observed, as the program writes it, up to the first entry of a container.</summary>
    private static string ObservedCode(EventListenerPattern.Subscription pattern) => pattern.OwnerName?.Split('[')[0] ?? "source";
}
