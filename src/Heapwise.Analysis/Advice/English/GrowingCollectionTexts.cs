using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

internal static class GrowingCollectionTexts
{
    public static PatternTexts Texts { get; } = LibraryTexts.Aware(new(
        facts => $"{Capital(facts.Holder)} only ever grows",
        facts => $"Objects are put into {facts.Name} and never taken out. The {facts.Collection} outlives the requests, and so does everything in it.",
        facts => $"Take entries out of {facts.Name} when they are done with, keep only the latest ones, or keep the collection in the request instead of beside it.",
        facts => facts.Collection switch
        {
            "array" => $$"""
                const MAX = 1000;
                {{facts.Code}}.push(entry);
                if ({{facts.Code}}.length > MAX) {{facts.Code}}.splice(0, {{facts.Code}}.length - MAX);
                """,
            "Set" => $$"""
                {{facts.Code}}.add(entry);
                res.on('close', () => {{facts.Code}}.delete(entry));
                """,
            _ => "if (++count > MAX) removeOldest(); // or remove the entry when its work is done",
        }));
}
