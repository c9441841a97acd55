namespace Heapwise.Analysis.Advice.English;

internal static class OtherTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => $"Objects gather below {facts.Holder}",
        facts => $"Objects of each round stay reachable through {facts.Holder}. Something registers them there and does not take them back.",
        facts => "Follow the path below from the root: the first name of your own code on it is where to let go of them.",
        _ => "registry.delete(entry); // when the work is done: on 'finish' and on 'close'");
}
