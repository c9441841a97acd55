using System.Globalization;
using Heapwise.Analysis.Reports;

namespace Heapwise.Analysis.Advice;

/// <summary>The sentences in English.</summary>
internal static class English
{
    public static AdviceTexts Texts { get; } = new()
    {
        Language = "en",
        Patterns = new Dictionary<string, PatternTexts>(StringComparer.Ordinal)
        {
            ["unbounded-cache"] = new(
                facts => $"{Capital(facts.Holder)} is a cache without bound",
                facts => $"Each new key adds an entry to {facts.Name} and nothing ever takes one out. The {facts.Collection} keeps all of its entries alive for as long as it lives itself.",
                facts => $"Give {facts.Name} a maximum and drop the oldest entry beyond it, or let entries expire; for data about an object use a WeakMap keyed by that object.",
                facts => facts.Collection == "Map"
                    ? $$"""
                        const MAX = 1000;
                        {{facts.Code}}.delete(key); // a Map keeps the order of insertion: put the key last
                        {{facts.Code}}.set(key, value);
                        if ({{facts.Code}}.size > MAX) {{facts.Code}}.delete({{facts.Code}}.keys().next().value);
                        """
                    : $$"""
                        const MAX = 1000;
                        {{facts.Code}}[key] = value; // a Map in its place would know its size and its oldest key
                        const keys = Object.keys({{facts.Code}});
                        if (keys.length > MAX) delete {{facts.Code}}[keys[0]];
                        """),
            ["growing-collection"] = new(
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
                }),
            ["timer"] = new(
                _ => "Timers are started and never cleared",
                _ => "A timer that is set for each request stays in Node's list until it is cleared, and its callback keeps alive all that it refers to. Here they pile up at a steady rate.",
                _ => "Clear the timer when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases, 'finish' does not.",
                _ => """
                    const timer = setInterval(tick, 60_000);
                    res.on('close', () => clearInterval(timer));
                    """),
            ["event-listener"] = new(
                facts => $"Listeners of {facts.Holder} are added and never removed",
                _ => "Each call of on() or addEventListener() adds a function to the emitter's list, where it stays until it is removed. The emitter lives on, and with it every listener and all that the listeners refer to.",
                _ => "Remove the listener when the work it belongs to ends, add it once outside the request, or use once() for an event that does come.",
                facts => $$"""
                    const listener = value => { /* … */ };
                    emitter.on('{{facts.Event ?? "event"}}', listener);
                    res.on('close', () => emitter.off('{{facts.Event ?? "event"}}', listener));
                    """),
            ["other"] = new(
                facts => $"Objects gather below {facts.Holder}",
                facts => $"Objects of each round stay reachable through {facts.Holder}. Something registers them there and does not take them back.",
                facts => "Follow the path below from the root: the first name of your own code on it is where to let go of them.",
                _ => "registry.delete(entry); // when the work is done: on 'finish' and on 'close'"),
        },
        Explanation = Explain,
        Leak = facts => facts.Findings == 1
            ? string.Create(CultureInfo.InvariantCulture, $"Objects of every round stay alive at a steady rate, {Bytes(facts.BytesPerRound)} a round, held by one object.")
            : string.Create(CultureInfo.InvariantCulture, $"Objects of every round stay alive at a steady rate, {Bytes(facts.BytesPerRound)} a round, in {facts.Findings} places."),
        NoLeak = facts => facts.Ignored > 0
            ? $"Apart from {Count(facts.Ignored, "leak")} that {(facts.Ignored == 1 ? "is" : "are")} ignored, nothing that was created in {Count(facts.Rungs, "round")} under load stayed alive at a steady rate."
            : $"Nothing that was created in {Count(facts.Rungs, "round")} under load stayed alive at a steady rate, and memory settles.",
        OneRung = _ => "Objects stayed alive between the only two snapshots; that may be a cache that fills. A third snapshot after as much load again would tell.",
        NoSnapshots = _ => "There are not two snapshots to compare, so there is nothing to tell what stays alive.",
        Unsure = facts => string.Create(CultureInfo.InvariantCulture, $"{Count(facts.Findings, "place")} gathered objects in every round, but not at one rate. More rounds, or longer ones, would tell."),
        GrowsWithoutObjects = facts => string.Create(CultureInfo.InvariantCulture, $"{facts.Measure} grows by {Amount(facts.Measure, facts.BytesPerRound)} a round, but no objects of the JavaScript heap gather. More rounds would tell a warm-up from a leak outside the heap."),
        Fixed = facts => $"{Gone(facts)} gone, and nothing new gathers in {Count(facts.Rungs, "round")} under load.",
        NotFixed = facts => Capital(Outcomes(facts)) + ".",
        NotProved = facts => facts.Rungs < 2
            ? "One round cannot show that a leak is gone. Give --rounds 2 or more."
            : $"{Gone(facts)} gone, but the question is open: {facts.Diagnosis}",
        BornAndAlive = born => $"objects of every round are still alive: {string.Join(", ", born.Select(count => count.ToString("N0", CultureInfo.InvariantCulture)))}",
        GrewBytes = bytes => $"it retained more after every round: {string.Join(", ", bytes.Select(count => Bytes(count)))}",
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
            ? string.Create(CultureInfo.InvariantCulture, $"Each request leaves {entries:0.##} {facts.Entry} behind ({Bytes(bytes)})")
            : string.Create(CultureInfo.InvariantCulture, $"Each round leaves {Bytes(facts.BytesPerRound)} of {facts.Entry} behind");
        var holds = facts.EntriesNow is { } now
            ? string.Create(CultureInfo.InvariantCulture, $"{facts.Holder} holds them: its {facts.Collection} has {Count(now, "entry", "entries")} by now")
            : facts.Entry is null ? $"{facts.Holder} holds it all" : $"{facts.Holder} holds them";
        var library = facts.Library is null ? "" : facts.Library == "node" ? ", through Node's own code" : $", through the library {facts.Library}";
        return $"{rate}. {Capital(holds)}{library}.";
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

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Count(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many ?? one + "s"}";

    private static string Amount(string? measure, double value) => measure == "fileDescriptors" ? value.ToString("0.#", CultureInfo.InvariantCulture) : Bytes(value);

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:0.#} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} bytes"),
    };
}
