using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class StringSliceTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"{facts.Holder} 中的字符串片段保留着整个原字符串",
        facts => $"用 slice、substring、split 或正则匹配从字符串中截取的片段，如果不少于 13 个字符，就不会复制，而是指向原字符串。只要 {facts.Name} 还保留着片段{Length(facts.Texts, kept => kept.PieceBytes / Math.Max(1, kept.Pieces))}，整个原字符串{Length(facts.Texts, kept => kept.TextBytes / kept.Texts)}就无法被回收。",
        facts => $"保存之前先复制片段：Buffer.from(piece).toString() 会生成独立的字符串，而 String(piece)、模板字符串和 trim() 不会。不再需要时，把它从 {facts.Name} 中移除。",
        facts => $$"""
            const copy = piece => Buffer.from(piece).toString(); // 不再指向原来的长字符串
            {{PutIn(facts)}}
            """);

    private static string Length(KeptTexts? kept, Func<KeptTexts, long> bytes) => kept is null ? "" : $"（{Bytes(bytes(kept))}）";

    private static string PutIn(FindingFacts facts) => facts.Collection switch
    {
        "Map" => $"{facts.Code}.set(key, copy(text.slice(start, end)));",
        "Set" => $"{facts.Code}.add(copy(text.slice(start, end)));",
        "object" => $"{facts.Code}[key] = copy(text.slice(start, end));",
        "array" => $"{facts.Code}.push(copy(text.slice(start, end)));",
        _ => "keep(copy(text.slice(start, end)));",
    };
}
