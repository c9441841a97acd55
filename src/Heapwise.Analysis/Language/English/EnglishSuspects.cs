using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Suspects;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>What a single snapshot shows, worded as suspicion: it shows what is large, and not what grows.</summary>
internal static class EnglishSuspects
{
    /// <summary>Where less than this part would be freed, something else holds it, too.</summary>
    private const double MinFreedShare = 0.8;

    public static string Describe(SuspectFindings findings)
    {
        if (findings.Verdict == SuspectsVerdict.Suspects)
        {
            return $"Something stands out in {Bytes(findings.HeapBytes)} of reachable heap. "
                + "One snapshot shows what is large, not what grows: this is a suspicion until a second snapshot shows growth.";
        }

        var heap = $"The reachable heap is {Bytes(findings.HeapBytes)}, and";
        return findings.Suspects.Count > 0
            ? $"{heap} what is large in it is bounded by the program's own code."
            : $"{heap} nothing that the program holds makes up {Bytes(findings.MinBytes)} or more. "
                + "A slow leak may still be small: only a second snapshot shows growth.";
    }

    public static SuspectText Describe(Suspect suspect, string holder)
    {
        var entries = suspect.Entries is { } count ? $" in {Count(count, EntryOf(suspect), EntriesOf(suspect))}" : "";
        var isCode = suspect.Leak.Holder is LeakHolder.HeapObject { Name.Kind: HolderKind.Instance };
        var subject = isCode ? holder : Capitalize(holder);
        return new SuspectText(
            $"{subject} holds {Bytes(suspect.HeldBytes)}{entries}: {Shares.Format(suspect.Share)} of the heap",
            Explain(suspect),
            [.. Reasons(suspect)]);
    }

    public static string Describe(SuspectSign sign) => sign switch
    {
        SuspectSign.EqualStrings strings =>
            $"{Bytes(strings.WastedBytes)} of strings have the same content as another one; the worst is there "
            + $"{Count(strings.Largest.Count, "time")}, {Bytes(strings.Largest.ShallowBytes)} in all. heapwise strings lists them.",
        SuspectSign.Contexts contexts =>
            $"There are {contexts.Count:N0} contexts, as node:vm makes them, each with its own Object, Array and the rest. "
            + "A program that runs scripts of its users has a few.",
        _ => throw new NotSupportedException(sign.GetType().Name),
    };

    private static string Explain(Suspect suspect)
    {
        var classes = List(suspect.Classes.Select(row => $"{row.Count:N0} × {row.Name} ({Bytes(row.Bytes)})"));
        var contents = classes.Length > 0 ? $"In it: {classes}. " : "";
        if (suspect.RetainedBytes >= MinFreedShare * suspect.HeldBytes) return contents + "All of that would be freed with it.";
        return $"{contents}Only {Bytes(suspect.RetainedBytes)} would be freed with it: something else holds the rest, too.";
    }

    private static IEnumerable<string> Reasons(Suspect suspect)
    {
        yield return suspect.Leak.Pattern.Accept(new SuspicionByPattern());
        if (suspect.Leak.Function is { Captured: [var largest, ..], MentionsLargest: var mentions })
        {
            var unused = mentions == false ? ", which it does not use itself: another function of its scope does" : "";
            yield return $"One of the functions keeps {Bytes(largest.RetainedBytes)} in the variable {largest.Name}{unused}.";
        }

        if (suspect.Leak.Bound is { } bound) yield return Describe(bound);
        else if (suspect.Removal is { } at) yield return $"Against it: {CodeOrigin.FileNameOf(at.File)}:{at.Line} removes from it.";
    }

    private static string Describe(LeakBound bound)
    {
        var at = $"{CodeOrigin.FileNameOf(bound.At.File)}:{bound.At.Line}";
        return bound switch
        {
            LeakBound.Size { Limit: { } limit, Entries: { } entries } =>
                $"Against it: {at} keeps it within {limit:N0} entries, and it has {entries:N0}. It is likely a cache that works.",
            LeakBound.Age => $"Against it: {at} removes entries by their age.",
            _ => $"Against it: {at} removes entries when there are too many.",
        };
    }

    private static string EntryOf(Suspect suspect) => suspect.Leak.Pattern switch
    {
        EventListenerPattern.Listeners => "listener",
        TimerPattern or AsyncContextPattern { Timer: not null } => "timer",
        _ => "entry",
    };

    private static string EntriesOf(Suspect suspect) => EntryOf(suspect) switch
    {
        "entry" => "entries",
        var one => one + "s",
    };

    /// <summary>What may be behind a suspect, both ways.</summary>
    private sealed class SuspicionByPattern : ILeakPatternVisitor<string>
    {
        /// <summary>A snapshot does not show the process; some memory of it may be known by its holder.</summary>
        private const string OfProcess = "It is memory of the process outside of the heap.";

        public string Visit(AsyncContextPattern pattern) =>
            "Each keeps the context of the request that started it. Work in flight does that, too, but not for long.";

        public string Visit(TimerPattern pattern) => pattern.Timer is { IsRepeating: true }
            ? "An interval runs until it is cleared. So many are rarely meant."
            : "Each waits for its time. So many are work in flight, or timers that set themselves again.";

        public string Visit(StreamPattern pattern) =>
            "Streams and responses that nobody reads or closes stay open. A pool keeps a few open on purpose.";

        public string Visit(EventListenerPattern pattern) =>
            "A listener that is added for each request and never removed accumulates like this. So many are rarely meant.";

        public string Visit(PromisePattern pattern) =>
            "Promises that never settle keep what waits for them. Work in flight does that, too, but not for long.";

        public string Visit(StringSlicePattern pattern) =>
            "Short pieces keep the whole of the strings that they were cut from.";

        public string Visit(CompiledCodePattern pattern) =>
            "Code that is compiled again and again (new Function, eval, node:vm, modules under new names) accumulates like this.";

        public string Visit(DetachedDomPattern pattern) => "Elements that were removed from the page are still held.";

        public string Visit(ClosurePattern pattern) =>
            "Functions keep the variables around them. A fixed set of handlers, as of routes, does that as well.";

        public string Visit(WeakReferencePattern pattern) =>
            "The shells of weak references stay when what they refer to is gone, unless they are removed.";

        public string Visit(UnboundedCachePattern pattern) =>
            "A cache from which nothing is removed grows like this. A table that is filled once is as large from the start.";

        public string Visit(GrowingCollectionPattern pattern) =>
            "A collection that is only added to grows like this. One that is filled once is as large from the start.";

        public string Visit(OtherPattern pattern) => "It may be meant to be so large. If it grows with the work done, it is a leak.";

        public string Visit(DescriptorsPattern pattern) => OfProcess;

        public string Visit(ExternalMemoryPattern pattern) =>
            "It is memory outside of V8's heap. If it grows with the work done, it is a leak.";

        public string Visit(NativeMemoryPattern pattern) => OfProcess;

        /// <summary>Never of a snapshot.</summary>
        public string Visit(AllocationSitePattern pattern) => "What a function allocates stays in memory.";
    }
}
