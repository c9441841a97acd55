using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(OtherPattern pattern) => pattern.Api is { } api ? TextOf(api) : new PatternText(
        $"Objects accumulate below {facts.Holder}",
        $"Objects from every round stay reachable through {facts.Holder}. Something registers them there and never removes them.",
        "Follow the path below from the root: the first name from your own code on it is where to release them.",
        "registry.delete(entry); // when the work is done: on 'finish' and on 'close'");
}
