using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Survivors;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>The explanation that most patterns share: what stays in memory at what rate, what each entry keeps, and who holds it.</summary>
internal static class EnglishExplanation
{
    public static string For(LeakFacts facts, PatternText text)
    {
        var views = facts.Buffers is { } kept ? EnglishViews.Sentence(kept) : null;
        string?[] sentences = [Rate(facts, text), Native(facts), Keeps(facts) ?? text.Keeps, views, Holds(facts, text)];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string Rate(LeakFacts facts, PatternText text)
    {
        var growth = facts.Growth;
        return growth switch
        {
            { Rate: { Basis: RateBasis.Second, Objects: { } objects } rate, Entry: { } entry } =>
                $"Each second leaves {Amount(objects)} {Entries(facts, text, entry, objects)} in memory "
                + $"({Bytes(rate.Bytes)}){AnyLoad(growth)}.",
            { Rate: { Basis: RateBasis.Second } rate } => $"Each second adds {Bytes(rate.Bytes)}{AnyLoad(growth)}.",
            { Entry: null, BytesPerRequest: { } bytes } => $"Each request adds {Bytes(bytes)}.",
            { Entry: null } => $"Each round adds {Bytes(growth.BytesPerRound)}.",
            { Entry.PerRequest: { } count, BytesPerRequest: { } bytes } =>
                $"Each request leaves {Number(count)} {Entries(facts, text, growth.Entry, count)} in memory ({Bytes(bytes)}).",
            _ => $"Each round leaves {Bytes(growth.BytesPerRound)} of {Entries(facts, text, growth.Entry, 2)} in memory.",
        };
    }

    private static string AnyLoad(LeakGrowth growth) => growth.BytesPerRequest is null ? "" : ", with or without requests";

    private static string? Native(LeakFacts facts) => facts.Growth.Entry is { HasNativePart: true } entry
        ? $"Each {entry.Name} also has memory outside the heap, which is not in this figure: see the resident memory of the process."
        : null;

    private static string? Keeps(LeakFacts facts)
    {
        if (facts.Function?.Captured is not { Count: > 0 } captured) return null;
        var variables = captured.Select(variable => $"{variable.Name} ({variable.ClassName}, {Bytes(variable.RetainedBytes)})");
        return $"Each keeps {List(variables)} alive.";
    }

    private static string Holds(LeakFacts facts, PatternText text)
    {
        var through = facts.Library switch
        {
            null => "",
            "node" => " through Node's own code",
            var library => $" through the library {library}",
        };
        var holder = Capitalize(facts.Holder);
        if (text.Holds is { } own) return $"{Capitalize(own)}{through}.";
        if (facts.Growth.Entry is null && facts.EntriesNow is null) return $"{holder} holds all of it{through}.";
        return facts.EntriesNow switch
        {
            null => $"{holder} holds them{through}.",
            { } now when facts.Listeners?.Event is not null => $"{holder} now has {Count(now, "listener")}{through}.",
            { } now => $"{holder} holds them{through}: its {facts.Collection} now has {Count(now, "entry", "entries")}.",
        };
    }

    /// <summary>What is put in, as the programmer calls it.</summary>
    private static string Entries(LeakFacts facts, PatternText text, ClassGrowth entry, double count)
    {
        if (text.Entries is { } own) return own(count);
        if (entry.Name != "(sliced string)" && facts.Function is { } function)
        {
            return Plural(count, facts.Listeners?.Event is null ? "function" : "listener") + InParentheses(function);
        }

        return entry.Name switch
        {
            "(string)" or "(concatenated string)" or "(sliced string)" or "(number)" or "(bigint)" or "(symbol)" =>
                Plural(count, entry.Name.Trim('(', ')')),
            _ => $"{entry.Name} {Plural(count, "object")}",
        };
    }
}
