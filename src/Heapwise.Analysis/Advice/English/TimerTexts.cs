namespace Heapwise.Analysis.Advice.English;

internal static class TimerTexts
{
    public static PatternTexts Texts { get; } = new(
        _ => "Timers are started and never cleared",
        _ => "A timer that is set for each request stays in Node's list until it is cleared, and its callback keeps alive all that it refers to. Here they pile up at a steady rate.",
        _ => "Clear the timer when the work it belongs to ends, also when the request is aborted: 'close' comes in both cases, 'finish' does not.",
        _ => """
            const timer = setInterval(tick, 60_000);
            res.on('close', () => clearInterval(timer));
            """);
}
