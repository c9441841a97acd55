using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(StringSlicePattern pattern)
    {
        var piece = Bytes(pattern.Kept.PieceBytes / Math.Max(1, pattern.Kept.Pieces));
        var original = Bytes(pattern.Kept.StringBytes / pattern.Kept.Strings);
        return new PatternText(
            $"{facts.Holder} 里的子串使整个原字符串无法回收",
            "用 slice、substring、split 或正则匹配取出的子串，如果不少于 13 个字符，V8 就不会复制，而是指向原字符串。"
                + $"只要 {facts.Name} 还引用着子串（{piece}），整个原字符串（{original}）就无法回收。",
            "保存之前先复制子串：Buffer.from(piece).toString() 会生成独立的字符串，而 String(piece)、模板字符串和 trim() 不会。"
                + $"不再需要时，把它从 {facts.Name} 中移除。",
            $"""
                const copy = piece => Buffer.from(piece).toString(); // 不再指向原来的长字符串
                {PutIn("copy(text.slice(start, end))")}
                """);
    }
}
