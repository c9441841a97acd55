using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(DetachedDomPattern pattern) => new(
        $"已从页面移除的 DOM 元素在 {facts.Holder} 中不断累积",
        "元素从页面移除后，只要程序里还有变量、集合或监听器引用它，它就会留在内存中，成为分离的 DOM 节点（detached DOM）。"
            + $"{facts.Holder} 引用着每一个这样的元素，而元素又引用着它的所有子元素及其监听器。",
        $"从页面移除元素时，同时把它从 {facts.Name} 中移除，并移除它的监听器；如果要为元素附加数据，用以元素为键的 WeakMap。",
        $"element.remove();\n{Forget()}");

    private string Forget() => facts.Container switch
    {
        ContainerKind.Map => $"{facts.Code}.delete(key);",
        ContainerKind.Set => $"{facts.Code}.delete(element);",
        ContainerKind.Array => $"{facts.Code}.splice({facts.Code}.indexOf(element), 1);",
        ContainerKind.WeakMap or ContainerKind.LinkedList or ContainerKind.Text => "element = null;",
        _ => $"delete {facts.Code}[key];",
    };
}
