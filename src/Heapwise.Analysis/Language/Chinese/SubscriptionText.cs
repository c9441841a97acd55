using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
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
