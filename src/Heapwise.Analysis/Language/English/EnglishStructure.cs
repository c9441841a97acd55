using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>What is said where snapshots of different processes are compared by structure: who holds more, never that it leaks.</summary>
internal static class EnglishStructure
{
    public static LeakText Describe(LeakFacts facts, LeakEvidence.HeldMore more, LeakText said)
    {
        var holder = Capitalize(facts.Holder);
        var than = $"more in {more.Last} than in {more.First}";
        var amount = more.AreBytes ? Bytes(more.Total) : Objects(facts, more);
        var kept = more.AreBytes ? "The growth is in its own size, not in objects that it holds."
            : $"With all that they keep, these are {Bytes(facts.Growth.Bytes)}.";
        var entries = facts.EntriesNow is { } now ? $" It has {Count(now, "entry", "entries")} in {more.Last}." : "";
        var text = said with { Title = $"{holder} holds {amount} {than}", Explanation = kept + entries };
        return facts.Leak.Bound is { } bound
            ? text with
            {
                Why = $"{CodeOrigin.FileNameOf(bound.At.File)}:{bound.At.Line} bounds it, so it may only be fuller in {more.Last}.",
                Fix = "If that bound is meant, nothing needs to change.",
                Example = "",
            }
            : text with { Why = "If nothing removes them, that is a leak. It may also be a larger load, or a cache that is fuller." };
    }

    public static IReadOnlyList<string> Evidence(LeakEvidence.HeldMore more)
    {
        var steps = more.Grown.Select(step => more.AreBytes ? "+" + Bytes(step) : $"{step:+#,0}");
        var what = more.AreBytes ? "bytes" : "objects";
        return
        [
            more.Grown.Count == 1
                ? $"{what} more than in {more.First}: {string.Concat(steps)}"
                : $"{what} more from each file to the next: {string.Join(", ", steps)}",
            "matched by structure, not by identity",
        ];
    }

    public static string Describe(VerdictReason.OnlyByStructure reason)
    {
        var found = reason.Places == 0
            ? $"{reason.Last} holds notably more than {reason.First} nowhere."
            : $"{reason.Last} holds more than {reason.First} in {Count(reason.Places, "place")}.";
        var why = reason.IsAsked ? "as asked" : "because their ids do not match, as in files of different processes";
        return $"{found} The files are compared by structure (class, properties and the path that holds an object), {why}. "
            + "That is weaker than identity: what grew may also be a larger load or a fuller cache. "
            + "Three snapshots of one process would settle it.";
    }

    private static string Objects(LeakFacts facts, LeakEvidence.HeldMore more) => facts.Growth.Entry is { } entry
        ? Count(more.Total, $"{entry.Name.Trim('(', ')')} object")
        : Count(more.Total, "object");
}
