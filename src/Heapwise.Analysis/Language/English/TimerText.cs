using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    private const string OnAbortToo = "including when the request is aborted: 'close' fires in both cases, 'finish' does not.";

    public PatternText Visit(TimerPattern pattern)
    {
        if (pattern.Timer is not { } timer) return OfLibrary(UnknownTimer());
        var text = timer switch
        {
            { IsAwaited: true } => AwaitedTimer(timer),
            { IsRepeating: true } => Interval(timer),
            { IsRearmed: true } => RearmedTimer(timer),
            _ => OneShotTimer(timer),
        };
        return OfLibrary(text) with { Entries = count => TimerEntries(timer, count), Holds = TimerHolds(timer) };

        PatternText OfLibrary(PatternText own) =>
            facts.IsInLibrary ? own with { Fix = LibraryTimerFix, Example = LibraryTimerExample } : own;
    }

    private static PatternText UnknownTimer() => new(
        "Timers are started and never cleared",
        "A timer stays in Node's list until it fires or is cleared, and its callback keeps everything it references alive. "
        + "One is set for each request, and they pile up at a steady rate.",
        "Clear the timer when the work it belongs to ends, " + OnAbortToo,
        """
        const timer = setInterval(tick, 60_000);
        res.on('close', () => clearInterval(timer));
        """);

    private PatternText Interval(TimerFacts timer) => new(
        $"{TimerName(timer)} is never cleared",
        "An interval runs until it is cleared, and until then Node keeps its callback and everything the callback references. "
        + "One is started for each task, so they pile up at a steady rate, and each takes CPU time whenever it fires.",
        "Call clearInterval() when the work the interval belongs to ends, " + OnAbortToo,
        """
        const timer = setInterval(tick, 60_000);
        res.on('close', () => clearInterval(timer));
        """);

    private PatternText OneShotTimer(TimerFacts timer) => new(
        $"{TimerName(timer)} is started for each task and not cleared",
        "A timer stays in Node's list until it fires or is cleared, and its callback keeps everything it references alive. "
        + "One is set for each request, and they pile up at a steady rate.",
        "Clear the timer as soon as it is no longer needed, " + OnAbortToo
        + " If it has to fire, keep only what it needs in the scope of its callback.",
        """
        const timer = setTimeout(giveUp, 60_000);
        res.on('close', () => clearTimeout(timer));
        """);

    private PatternText RearmedTimer(TimerFacts timer) => new(
        $"{TimerName(timer)} reschedules itself forever",
        "The callback sets the next timer, so the chain never ends on its own, and each timer passes on what the callback references. "
        + "One chain is started for each task, and none is stopped.",
        "Stop the chain when the work it belongs to ends: clear the pending timer and do not set another one. "
        + "'close' also fires when a request is aborted, 'finish' does not.",
        """
        let timer = setTimeout(poll, 1_000);
        function poll() {
          timer = setTimeout(poll, 1_000);
        }
        res.on('close', () => clearTimeout(timer));
        """);

    private PatternText AwaitedTimer(TimerFacts timer)
    {
        var caller = facts.Function?.Name is { } name ? name + "()" : "an async function";
        var calls = $"Calls of {caller}{TimerLocation()}";
        var timers = timer.Milliseconds is { } milliseconds ? $"{milliseconds} ms timers" : "timers";
        return new PatternText(
            timer.IsRearmed ? $"{calls} await {timers} in a loop and never return" : $"{calls} await {timers} and pile up",
            timer.IsRearmed
                ? "An async function that awaits in a loop keeps all of its variables alive until it returns. "
                + "A new call starts for each task, and none of them returns."
                : "A call of an async function keeps all of its variables alive until what it awaits has completed. "
                + "Calls start faster than they end.",
            "Let the call end: have it check an AbortSignal that is aborted when the work is over, and pass the signal to the wait. "
            + "'close' also fires when a request is aborted, 'finish' does not.",
            """
            const { setTimeout } = require('node:timers/promises');
            const stop = new AbortController();
            res.on('close', () => stop.abort());
            while (!stop.signal.aborted) {
              await setTimeout(1_000, undefined, { signal: stop.signal }).catch(() => {});
            }
            """);
    }

    /// <summary><c>setInterval at server.js:12 (1000 ms)</c>.</summary>
    private string TimerName(TimerFacts timer) =>
        timer.Starter + TimerLocation() + (timer.Milliseconds is { } milliseconds ? $" ({milliseconds} ms)" : "");

    private string TimerLocation() => LineOf(facts.Function) is { } line ? " at " + line : "";

    private string TimerEntries(TimerFacts timer, double count) =>
        $"{timer.Starter} {Plural(count, "timer")}{InParentheses(facts.Function)}";

    private static string TimerHolds(TimerFacts timer)
    {
        var list = timer.Milliseconds is { } milliseconds ? $"{milliseconds} ms timers" : "timers";
        return $"Node's list of {list} holds {(timer.IsOneShot ? "each of them until it fires" : "them")}";
    }
}
