using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class OtherTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"对象在 {facts.Holder} 之下不断累积",
        facts => $"每一轮的对象都能通过 {facts.Holder} 访问到。有代码把它们登记在那里，却没有注销。",
        _ => "沿着引用路径从 GC 根往下看：第一个属于你自己代码的名字，就是应该释放它们的地方。",
        _ => "registry.delete(entry); // 工作完成时：在 'finish' 和 'close' 事件中");
}
