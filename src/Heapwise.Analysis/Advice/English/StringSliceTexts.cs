using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class StringSliceTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"Pieces of text in {facts.Holder} keep the whole texts that they were cut from",
        facts => $"A piece that slice, substring, split or a match cuts out of a string is not copied if it has 13 characters or more: it points into the original. For as long as {facts.Name} keeps the piece{Length(facts.Texts, "", kept => kept.PieceBytes / Math.Max(1, kept.Pieces))}, the whole text{Length(facts.Texts, "", kept => kept.TextBytes / kept.Texts)} cannot be collected.",
        facts => $"Copy the piece before it is kept: Buffer.from(piece).toString() makes a string of its own, while String(piece), template literals and trim() do not. And take it out of {facts.Name} when it is no longer needed.",
        facts => $$"""
            const copy = piece => Buffer.from(piece).toString(); // does not point into the long text
            {{PutIn(facts)}}
            """);

    private static string Length(KeptTexts? kept, string none, Func<KeptTexts, long> bytes) => kept is null ? none : $" ({Bytes(bytes(kept))})";

    private static string PutIn(FindingFacts facts) => facts.Collection switch
    {
        "Map" => $"{facts.Code}.set(key, copy(text.slice(start, end)));",
        "Set" => $"{facts.Code}.add(copy(text.slice(start, end)));",
        "object" => $"{facts.Code}[key] = copy(text.slice(start, end));",
        "array" => $"{facts.Code}.push(copy(text.slice(start, end)));",
        _ => "keep(copy(text.slice(start, end)));",
    };
}
