using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class GrowingCollectionTexts
{
    public static PatternTexts Texts { get; } = LibraryTexts.Aware(Pattern(
        facts => $"{facts.Holder} 只增不减",
        facts => $"对象不断放入 {facts.Name}，却从不取出。这个 {Kind(facts.Collection)} 的生命周期比请求长，里面的一切也就一直存活。",
        facts => $"用完的条目要从 {facts.Name} 中移除，或者只保留最近的若干条，或者把这个集合放到请求内部，而不是放在请求之外。",
        facts => facts.Collection switch
        {
            "array" or "Set" => English.GrowingCollectionTexts.Texts.Example(facts),
            _ => "if (++count > MAX) removeOldest(); // 或者在工作完成时移除该条目",
        }));
}
