using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(StringSlicePattern pattern)
    {
        var kept = pattern.Kept;
        var piece = Bytes(kept.PieceBytes / Math.Max(1, kept.Pieces));
        var whole = Bytes(kept.StringBytes / Math.Max(1, kept.Strings));
        return new PatternText(
            $"Substrings held by {facts.Holder} keep the whole strings they were taken from",
            "slice, substring, split and regular expressions do not copy a substring of 13 characters or more: "
            + "it points into the original string. "
            + $"As long as {facts.Name} keeps the substring ({piece}), the whole string ({whole}) cannot be collected.",
            "Copy the substring before you store it: Buffer.from(piece).toString() makes an independent string, while String(piece), "
            + $"template literals and trim() do not. Remove it from {facts.Name} when it is no longer needed.",
            $$"""
            const copy = piece => Buffer.from(piece).toString(); // does not point into the long string
            {{StoreStatement("copy(text.slice(start, end))")}}
            """);
    }
}
