using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(OtherPattern pattern) => pattern.Api is { } api ? TextOf(api) : new PatternText(
        $"{facts.Holder} 引用的对象不断累积",
        $"每一轮创建的对象都能通过 {facts.Holder} 访问到。有代码把它们登记在那里，却没有注销。",
        "沿着引用路径从 GC 根往下看：第一个属于你自己代码的名字，就是应该释放它们的地方。",
        "registry.delete(entry); // 任务完成时：在 'finish' 和 'close' 事件中");
}
