using System.Globalization;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using static Heapwise.Analysis.Advice.English.Phrases;

namespace Heapwise.Analysis.Advice.English;

/// <summary>The sentences in English that all patterns share, and the texts of each pattern by its name.</summary>
internal static class Sentences
{
    public static AdviceTexts Texts { get; } = new()
    {
        Language = "en",
        Patterns = new Dictionary<string, PatternTexts>(StringComparer.Ordinal)
        {
            ["async-context"] = AsyncContextTexts.Texts,
            ["timer"] = TimerTexts.Texts,
            ["stream"] = StreamTexts.Texts,
            ["event-listener"] = EventListenerTexts.Texts,
            ["promise"] = PromiseTexts.Texts,
            ["string-slice"] = StringSliceTexts.Texts,
            ["compiled-code"] = CompiledCodeTexts.Texts,
            ["detached-dom"] = DetachedDomTexts.Texts,
            ["weak-reference"] = WeakReferenceTexts.Texts,
            ["closure"] = ClosureTexts.Texts,
            ["unbounded-cache"] = UnboundedCacheTexts.Texts,
            ["growing-collection"] = GrowingCollectionTexts.Texts,
            ["other"] = OtherTexts.Texts,
            ["descriptors"] = DescriptorsTexts.Texts,
            ["external-memory"] = ExternalMemoryTexts.Texts,
            ["native-memory"] = NativeMemoryTexts.Texts,
        },
        Explanation = Explain,
        Leak = facts => facts.BytesPerRound <= 0
            ? $"The process keeps more after every round, at a steady rate{Through(facts)}."
            : facts.Findings == 1
            ? string.Create(CultureInfo.InvariantCulture, $"Objects of every round stay alive at a steady rate, {Bytes(facts.BytesPerRound)} a round{Through(facts)}, held by one object.")
            : string.Create(CultureInfo.InvariantCulture, $"Objects of every round stay alive at a steady rate, {Bytes(facts.BytesPerRound)} a round{Through(facts)}, in {facts.Findings} places."),
        NoLeak = facts => facts.Ignored > 0
            ? $"Apart from {Count(facts.Ignored, "leak")} that {(facts.Ignored == 1 ? "is" : "are")} ignored, nothing that was created in {Count(facts.Rungs, "round")} under load stayed alive at a steady rate."
            : facts.Bounded.Count > 0
            ? $"Nothing goes on growing: {List(facts.Bounded.Select(Bounded))}."
            : $"Nothing that was created in {Count(facts.Rungs, "round")} under load stayed alive at a steady rate, and memory settles.",
        OneRung = _ => "Objects stayed alive between the only two snapshots; that may be a cache that fills. A third snapshot after as much load again would tell.",
        NoSnapshots = _ => "There are not two snapshots to compare, so there is nothing to tell what stays alive.",
        Unsure = facts => string.Create(CultureInfo.InvariantCulture, $"{Count(facts.Findings, "place")} gathered objects in every round, but not at one rate. More rounds, or longer ones, would tell."),
        TimersWait = milliseconds => string.Create(CultureInfo.InvariantCulture, $"What gathers waits for timers that run once, {milliseconds / 1000.0:0.#} s after they are set, and may be gone then. With --idle {Math.Ceiling(milliseconds / 1000.0) + 1:0}s the last look comes after that and tells."),
        GrowsWithoutObjects = facts => string.Create(CultureInfo.InvariantCulture, $"{facts.Measure} grows by {Amount(facts.Measure, facts.BytesPerRound)} a round, but no objects of the JavaScript heap gather. More rounds would tell a warm-up from a leak outside the heap."),
        Fixed = facts => $"{Gone(facts)} gone, and nothing new gathers in {Count(facts.Rungs, "round")} under load.",
        NotFixed = facts => Capital(Outcomes(facts)) + ".",
        NotProved = facts => facts.Rungs < 2
            ? "One round cannot show that a leak is gone. Give --rounds 2 or more."
            : $"{Gone(facts)} gone, but the question is open: {facts.Diagnosis}",
        BornAndAlive = born => $"objects of every round are still alive: {string.Join(", ", born.Select(count => count.ToString("N0", CultureInfo.InvariantCulture)))}",
        GrewBytes = bytes => $"it retained more after every round: {string.Join(", ", bytes.Select(count => Bytes(count)))}",
        MeasureRose = ProcessPhrases.Rose,
        ProcessHolder = ProcessPhrases.Holder,
        HolderName = HolderWords.Of,
        Unnamed = "entries",
        TrendReason = TrendWords.Of,
        FromTo = (first, last) => $"{first} to {last}",
        ShortTitle = (pattern, holder) => $"{holder}: {pattern}",
        Evenness = share => string.Create(CultureInfo.InvariantCulture, $"the slowest round left {share * 100:F0} % of what the fastest did"),
        HolderGrew = grew => grew switch
        {
            true => "the holder itself grew in every round",
            false => "the holder did not grow as much as it was given",
            null => "the holder is not an object whose size can be followed",
        },
        ConfidenceWord = confidence => confidence switch
        {
            Confidence.High => "high",
            Confidence.Medium => "medium",
            _ => "low",
        },
    };

    private static string Explain(FindingFacts facts)
    {
        var rate = facts.Entry is null
            ? facts.BytesPerRequest is { } grown ? $"Each request adds {Bytes(grown)}" : $"Each round adds {Bytes(facts.BytesPerRound)}"
            : facts.EntriesPerRequest is { } entries && facts.BytesPerRequest is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"Each request leaves {entries:0.##} {EntryWords(facts, entries)} behind ({Bytes(bytes)})")
            : string.Create(CultureInfo.InvariantCulture, $"Each round leaves {Bytes(facts.BytesPerRound)} of {facts.Entry} behind");
        var holds = facts.IsModuleCache
            ? $"Node keeps what {(facts.Name == "import()" ? "import()" : "require()")} has loaded"
            : facts.Timer is { } timer
            ? TimerTexts.Holds(timer)
            : facts.Stream?.Leak == StreamLeak.UnreadResponse
            ? "Node's open connections hold them"
            : facts.EntriesNow is { } listeners && facts.Event is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{facts.Holder} has {Count(listeners, "listener")} by now")
            : facts.EntriesNow is { } now
            ? string.Create(CultureInfo.InvariantCulture, $"{facts.Holder} holds them: its {facts.Collection} has {Count(now, "entry", "entries")} by now")
            : facts.Entry is null ? $"{facts.Holder} holds it all" : $"{facts.Holder} holds them";
        var library = facts.Library is null ? "" : facts.Library == "node" ? ", through Node's own code" : $", through the library {facts.Library}";
        var keeps = facts.Function is { Captured: { Count: > 0 } captured }
            ? $" Each keeps {List(captured.Select(variable => $"{variable.Variable} ({variable.ClassName}, {Bytes(variable.RetainedBytes)})"))}."
            : facts.AsyncContext is { } context
            ? $" Each keeps its context's store ({context.StoreClass}, {Bytes(context.RetainedBytes)})."
            : "";
        return $"{rate}.{keeps} {Capital(holds)}{library}.";
    }

    private static string Through(VerdictFacts facts) => facts.Requests is { } requests ? $" through {Count(requests, "request")}" : "";

    private static string Bounded(BoundedHolder holder) =>
        holder.IsDrained ? $"what gathered in {holder.Path} has gone again"
        : holder.Entries is { } entries ? $"{holder.Path} grew at first and then stopped, it has {Count(entries, "entry", "entries")} now"
        : $"{holder.Path} grew at first and then stopped";

    /// <summary>What is put in, as the programmer calls it.</summary>
    private static string EntryWords(FindingFacts facts, double count)
    {
        var s = count == 1 ? "" : "s";
        if (facts.Timer is { } timer) return $"{timer.Starter} timer{s}{TimerTexts.Callback(facts.Function)}";
        if (facts.Stream?.Leak == StreamLeak.UnreadResponse) return $"response{s} that nobody reads";
        if (facts.Promise == PromiseLeak.Reactions) return "reaction" + s;
        if (facts.IsModuleCache) return "module" + s;
        if (facts.Weak == WeakLeak.Registrations) return "registration" + s;
        if (facts.Entry == "(sliced string)") return count == 1 ? "piece of a text" : "pieces of texts";
        if (facts.Function is not { } function) return facts.Entry ?? "";
        var place = function.Location is { } at ? $" ({CodeOrigin.FileNameOf(at.File)}:{at.Line})" : "";
        return (facts.Event is null ? "function" + s : "listener" + s) + (function.Name is null ? place : $" {function.Name}(){place}");
    }

    private static string Gone(VerificationFacts facts) => facts.Findings == 1 ? "The leak is" : $"All {Count(facts.Findings, "leak")} are";

    /// <summary>"Of 3 leaks 1 is gone, 1 has shrunk and 1 is still there; 2 are new".</summary>
    private static string Outcomes(VerificationFacts facts)
    {
        var still = facts.Findings - facts.Gone - facts.Shrunk - facts.Moved;
        (int Count, string One, string Many)[] all =
        [
            (facts.Gone, "is gone", "are gone"),
            (facts.Shrunk, "has shrunk", "have shrunk"),
            (facts.Moved, "has moved to another place", "have moved to other places"),
            (still, "is still there", "are still there"),
        ];
        var told = all.Where(outcome => outcome.Count > 0).ToList();
        var old = facts.Findings == 1
            ? "the leak " + told[0].One
            : $"of {facts.Findings} leaks {string.Join(", ", told.Select(outcome => $"{outcome.Count} {(outcome.Count == 1 ? outcome.One : outcome.Many)}"))}";
        return facts.New == 0 ? old : $"{old}; {facts.New} {(facts.New == 1 ? "is" : "are")} new";
    }
}
