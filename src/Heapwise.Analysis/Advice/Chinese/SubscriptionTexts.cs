using Heapwise.Analysis.Leaks.Evidence;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>What is said of event listeners that are observers in a list of a program's or library's own.</summary>
internal static class SubscriptionTexts
{
    public static string Title(SubscriptionFacts facts, string holder) =>
        facts.OwnerName is { } name ? $"对 {name} 的订阅从不取消"
        : facts.OwnerClass is { } owner ? $"对 {owner} 的订阅从不取消"
        : $"{holder} 中的订阅从不取消";

    public static string Why(SubscriptionFacts facts) =>
        $"每次调用 {facts.Method}() 都会往 {facts.OwnerClass ?? "被观察对象"} 的列表里添加一个观察者，它会一直留在那里，直到订阅被取消。被观察的对象一直存活，每个观察者以及它引用的一切也就一直存活。";

    public static string Fix(SubscriptionFacts facts) => facts.Method switch
    {
        "on" or "addListener" => "对应的工作结束时移除监听器，请求中途断开时也一样：两种情况都会触发 'close'。",
        _ => $"保存 {facts.Method}() 的返回值，在对应的工作结束时取消订阅，请求中途断开时也一样：两种情况都会触发 'close'。如果只需要一个值，就让订阅在收到它之后自行结束。",
    };

    public static string Example(SubscriptionFacts facts) => English.SubscriptionTexts.Example(facts);
}
