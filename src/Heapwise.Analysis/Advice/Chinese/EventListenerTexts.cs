using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class EventListenerTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Title(made, facts.Holder)
            : $"{facts.Holder} 的监听器只添加、从不移除",
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Why(made)
            : facts.IsEventTarget
            ? $"每次调用 addEventListener() 都会往 {facts.Emitter ?? "事件目标"} 的监听器列表里添加一个监听器，它会一直留在那里，直到被移除；{{ once: true }} 只有在事件真的发生时才会移除它。事件目标一直存活，所有监听器以及监听器引用的一切也就一直存活。{Warned(facts)}"
            : "每次调用 on() 都会往事件发射器（EventEmitter）的列表里添加一个函数，它会一直留在那里，直到被移除。发射器一直存活，所有监听器以及监听器引用的一切也就一直存活。" + Warned(facts),
        facts => facts.Subscription is { } made
            ? SubscriptionTexts.Fix(made)
            : facts.IsEventTarget
            ? "对应的工作结束时移除监听器；或者只在请求之外添加一个监听器，由它通知所有进行中的工作。"
            : "对应的工作结束时移除监听器；或者只在请求之外添加一个监听器。once() 只有在事件真的发生时才有用。",
        facts => facts.Subscription is { } made ? SubscriptionTexts.Example(made) : English.EventListenerTexts.Texts.Example(facts));

    private static string Warned(FindingFacts facts) => facts.HasWarned switch
    {
        true => "Node 已在标准错误输出中警告过：MaxListenersExceededWarning。",
        false => "Node 没有对此发出警告：监听器的上限被关闭，或者设得更高。",
        null => "",
    };
}
