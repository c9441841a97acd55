using System.Globalization;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Advice.English;

internal static class TimerTexts
{
    public static PatternTexts Texts { get; } = new(
        facts => facts.Timer is not { } timer
            ? "Timers are started and never cleared"
            : timer.IsAwaited
            ? $"Calls of {(facts.Function?.Name is { } name ? name + "()" : "an async function")}{At(facts.Function)} wait for timers{Wait(timer)}{(timer.IsRearmed ? " again and again and never end" : " and gather")}"
            : Place(timer, facts.Function) + (timer.IsRepeating ? " is never cleared" : timer.IsRearmed ? " sets itself again and again" : " is started for each piece of work and not cleared"),
        facts => facts.Timer switch
        {
            { IsAwaited: true, IsRearmed: true } => "An async function that waits in a loop goes on until it returns, and all its variables live as long. A call is begun for each piece of work, and none comes to an end.",
            { IsAwaited: true } => "A call of an async function lives, with all its variables, until what it waits for has come. Calls are begun faster than they end.",
            { IsRepeating: true } => "An interval runs until it is cleared, and Node keeps its callback with all that the callback refers to. One is started for each piece of work, so they pile up at a steady rate, and each takes time whenever it runs.",
            { IsRearmed: true } => "The callback sets the next timer, so the chain never ends by itself, and each link hands on all that the callback refers to. One chain is begun for each piece of work, and none is stopped.",
            _ => "A timer that is set for each request stays in Node's list until it has run or is cleared, and its callback keeps alive all that it refers to. Here they pile up at a steady rate.",
        },
        facts => LibraryTexts.IsInside(facts) ? $"The library {facts.Library} sets the timer for something that the program asks of it for each request. End that when the work it belongs to ends (stop, cancel, unsubscribe, dispose), also when the request is aborted: 'close' comes in both cases, 'finish' does not." : facts.Timer switch
        {
            { IsAwaited: true } => "Give the call an end: let it look at an AbortSignal that is set when the work is over, and pass the signal to the wait. 'close' comes also when a request is aborted, 'finish' does not.",
            { IsRepeating: true } => "Call clearInterval() when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases, 'finish' does not.",
            { IsRearmed: true } => "Stop the chain when the work it belongs to ends: clear the timer that waits, and set no new one. 'close' comes also when a request is aborted, 'finish' does not.",
            { IsOneShot: true } => "Clear the timer as soon as it is not needed any more, also when the request is aborted: 'close' comes in both cases, 'finish' does not. If it has to run, keep in its callback's scope only what it needs.",
            _ => "Clear the timer when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases, 'finish' does not.",
        },
        facts => LibraryTexts.IsInside(facts) ? LibraryExample(facts) : facts.Timer switch
        {
            { IsAwaited: true } => """
                const { setTimeout } = require('node:timers/promises');
                const stop = new AbortController();
                res.on('close', () => stop.abort());
                while (!stop.signal.aborted) {
                  await setTimeout(1_000, undefined, { signal: stop.signal }).catch(() => {});
                }
                """,
            { IsRearmed: true } => """
                let timer = setTimeout(poll, 1_000);
                function poll() {
                  timer = setTimeout(poll, 1_000);
                }
                res.on('close', () => clearTimeout(timer));
                """,
            { IsOneShot: true } => """
                const timer = setTimeout(giveUp, 60_000);
                res.on('close', () => clearTimeout(timer));
                """,
            _ => """
                const timer = setInterval(tick, 60_000);
                res.on('close', () => clearInterval(timer));
                """,
        });

    /// <summary>" (tick(), server.js:12)"; empty where nothing is known.</summary>
    public static string Callback(FunctionReport? function)
    {
        var name = function?.Name is { } known ? known + "()" : null;
        var place = function?.Location is { } at ? $"{CodeOrigin.FileNameOf(at.File)}:{at.Line}" : null;
        return name is null && place is null ? "" : $" ({name}{(name is null || place is null ? "" : ", ")}{place})";
    }

    private static string LibraryExample(FindingFacts facts) => $"""
        const started = start(); // what sets the timer of {facts.Library}
        res.on('close', () => started.stop()); // whatever {facts.Library} has for it
        """;

    public static string Holds(TimerFacts timer) =>
        $"Node's list of timers{Wait(timer)} holds {(timer.IsOneShot ? "each of them until it has run" : "them")}";

    /// <summary>"setInterval at server.js:12 with 1000 ms".</summary>
    public static string Place(TimerFacts timer, FunctionReport? function) =>
        timer.Starter + At(function) + (timer.Milliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" with {milliseconds} ms") : "");

    private static string At(FunctionReport? function) => function?.Location is { } place ? $" at {CodeOrigin.FileNameOf(place.File)}:{place.Line}" : "";

    private static string Wait(TimerFacts timer) => timer.Milliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" of {milliseconds} ms") : "";
}
