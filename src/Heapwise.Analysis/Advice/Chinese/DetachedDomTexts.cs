using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class DetachedDomTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"已从页面移除的 DOM 元素在 {facts.Holder} 中不断累积",
        facts => $"元素从页面移除后，只要程序里还有变量、集合或监听器能引用到它，它就会留在内存中（分离的 DOM 节点，detached DOM）。{facts.Holder} 引用着每一个这样的元素，而元素又会保留它下面的所有元素及其监听器。",
        facts => $"在把元素从页面移除的地方，同时把它从 {facts.Name} 中移除，并移除它的监听器；如果要为元素附加数据，用以元素为键的 WeakMap。",
        English.DetachedDomTexts.Texts.Example);
}
