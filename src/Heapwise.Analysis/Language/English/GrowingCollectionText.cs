using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(GrowingCollectionPattern pattern) => pattern.Api is { } api ? TextOf(api) : InLibrary(new PatternText(
        $"{Capitalize(facts.Holder)} only ever grows",
        $"Objects are added to {facts.Name} and never removed. The {facts.Collection} outlives the requests, and so does everything in it.",
        $"Remove entries from {facts.Name} when they are no longer needed, keep only the latest ones, "
        + "or make the collection local to the request.",
        facts.Container switch
        {
            ContainerKind.Array => $$"""
                const MAX = 1000;
                {{facts.Code}}.push(entry);
                if ({{facts.Code}}.length > MAX) {{facts.Code}}.splice(0, {{facts.Code}}.length - MAX);
                """,
            ContainerKind.Set => $"""
                {facts.Code}.add(entry);
                res.on('close', () => {facts.Code}.delete(entry));
                """,
            _ => "if (++count > MAX) removeOldest(); // or remove the entry when its work is done",
        }));
}
