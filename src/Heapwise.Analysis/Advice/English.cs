using System.Globalization;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;

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
                facts => facts.IsEventTarget
                    ? $"Each call of addEventListener() adds a listener to the list of the {facts.Emitter ?? "target"}, where it stays until it is removed; {{ once: true }} removes it only if the event does come. The target lives on, and with it every listener and all that the listeners refer to."
                    : "Each call of on() adds a function to the emitter's list, where it stays until it is removed. The emitter lives on, and with it every listener and all that the listeners refer to.",
                facts => facts.IsEventTarget
                    ? "Remove the listener when the work it belongs to ends, or add one listener outside the request that tells all work in progress."
                    : "Remove the listener when the work it belongs to ends, or add one listener outside the request; once() helps only for an event that does come.",
                facts => facts.IsEventTarget
                    ? $$"""
                        const listener = () => { /* … */ };
                        {{facts.EmitterCode}}.addEventListener('{{facts.Event ?? "event"}}', listener);
                        res.on('close', () => {{facts.EmitterCode}}.removeEventListener('{{facts.Event ?? "event"}}', listener));
                        """
                    : $$"""
                        const listener = value => { /* … */ };
                        {{facts.EmitterCode}}.on('{{facts.Event ?? "event"}}', listener);
                        res.on('close', () => {{facts.EmitterCode}}.off('{{facts.Event ?? "event"}}', listener));
                        """),
            ["promise"] = new(
                facts => facts.Promise == PromiseLeak.Reactions
                    ? $"{Capital(facts.Holder)} is a promise that gathers everyone who waits for it"
                    : $"{Capital(facts.Holder)} keeps promises that never settle",
                facts => facts.Promise == PromiseLeak.Reactions
                    ? $"Each then(), await or Promise.race() on {facts.Name} leaves a reaction on it that stays until the promise settles, also when another one won the race. As long as {facts.Name} does not settle all reactions stay, and with them what they would resume."
                    : $"A promise that is neither resolved nor rejected keeps the function that awaits it, with all of its variables. The {facts.Collection} {facts.Name} holds these promises, or the functions that would settle them, for as long as nobody answers.",
                facts => facts.Promise == PromiseLeak.Reactions
                    ? $"Do not wait for {facts.Name} once for each request: react to it once and tell the work in progress, or give each request a promise of its own that is dropped with it."
                    : $"Let every wait end: reject it after a time limit or when its client has gone, and take the entry out of {facts.Name} in finally(), whichever way it ended.",
                facts => facts.Promise == PromiseLeak.Reactions
                    ? $$"""
                        const open = new Set(); // one entry for each request in progress
                        {{facts.Code}}.then(value => { for (const stop of open) stop(value); });
                        // for each request: open.add(stop), and open.delete(stop) in finally
                        """
                    : facts.Collection == "Map"
                        ? $$"""
                            const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                            {{facts.Code}}.set(id, { resolve, reject });
                            promise.finally(() => { clearTimeout(timer); {{facts.Code}}.delete(id); });
                            """
                        : $$"""
                            const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                            promise.finally(() => { clearTimeout(timer); /* take it out of {{facts.Code}} */ });
                            """),
            ["closure"] = new(
                facts => $"Functions in {facts.Holder} keep {Largest(facts)}",
                facts => facts.Function is { MentionsLargest: false }
                    ? $"{FunctionName(facts)} does not mention {Largest(facts)}, but another function made in the same call does, and functions made in one call share one scope. For as long as {facts.Name} keeps the function, {Largest(facts)} cannot be collected."
                    : $"A function keeps the variables that it mentions, whole, and {Largest(facts)} is most of what {FunctionName(facts)} keeps. For as long as {facts.Name} keeps the function, {Largest(facts)} cannot be collected, even if only a small part of it is needed.",
                facts => facts.Function is { MentionsLargest: false }
                    ? $"Make the function that stays in a function of its own which is given only what it needs: a scope without {Largest(facts)}. And take it out of {facts.Name} when its work is done."
                    : $"Take what the function needs out of {Largest(facts)} before the function is made, so that it does not mention {Largest(facts)} itself. And take it out of {facts.Name} when its work is done.",
                facts => facts.Function is { MentionsLargest: false }
                    ? $$"""
                        const make = id => () => use(id); // a scope of its own, outside
                        {{PutIn(facts, "make(id)")}}
                        """
                    : $$"""
                        const needed = {{Largest(facts)}}.length; // the part that is needed
                        {{PutIn(facts, "() => use(needed)")}}
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
            ? string.Create(CultureInfo.InvariantCulture, $"Each request leaves {entries:0.##} {EntryWords(facts, entries)} behind ({Bytes(bytes)})")
            : string.Create(CultureInfo.InvariantCulture, $"Each round leaves {Bytes(facts.BytesPerRound)} of {facts.Entry} behind");
        var holds = facts.EntriesNow is { } listeners && facts.Event is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{facts.Holder} has {Count(listeners, "listener")} by now")
            : facts.EntriesNow is { } now
            ? string.Create(CultureInfo.InvariantCulture, $"{facts.Holder} holds them: its {facts.Collection} has {Count(now, "entry", "entries")} by now")
            : facts.Entry is null ? $"{facts.Holder} holds it all" : $"{facts.Holder} holds them";
        var library = facts.Library is null ? "" : facts.Library == "node" ? ", through Node's own code" : $", through the library {facts.Library}";
        var keeps = facts.Function is { Captured: { Count: > 0 } captured }
            ? $" Each keeps {List(captured.Select(variable => $"{variable.Variable} ({variable.ClassName}, {Bytes(variable.RetainedBytes)})"))}."
            : "";
        return $"{rate}.{keeps} {Capital(holds)}{library}.";
    }

    /// <summary>What is put in, as the programmer calls it.</summary>
    private static string EntryWords(FindingFacts facts, double count)
    {
        var s = count == 1 ? "" : "s";
        if (facts.Promise == PromiseLeak.Reactions) return "reaction" + s;
        if (facts.Function is not { } function) return facts.Entry ?? "";
        var place = function.Location is { } at ? $" ({CodeOrigin.FileNameOf(at.File)}:{at.Line})" : "";
        return (facts.Event is null ? "function" + s : "listener" + s) + (function.Name is null ? place : $" {function.Name}(){place}");
    }

    private static string Largest(FindingFacts facts) => facts.Function is { Captured: [var largest, ..] } ? largest.Variable : "large values";

    private static string FunctionName(FindingFacts facts) => facts.Function?.Name is { } name ? $"{name}()" : "the function";

    private static string PutIn(FindingFacts facts, string value) => facts.Collection switch
    {
        "Map" => $"{facts.Code}.set(key, {value});",
        "Set" => $"{facts.Code}.add({value});",
        "object" => $"{facts.Code}[key] = {value};",
        "array" => $"{facts.Code}.push({value});",
        _ => $"keep({value});",
    };

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
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
