using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    private const string AlsoOnAbort = "请求中途断开时也一样：两种情况都会触发 'close'，而 'finish' 不会。";

    private const string CloseOnAbort = "请求中途断开时也会触发 'close'，而 'finish' 不会。";

    public PatternText Visit(TimerPattern pattern)
    {
        var text = pattern.Timer switch
        {
            null => UnknownTimers(),
            { IsAwaited: true } timer => AwaitedTimers(timer),
            { IsRepeating: true } timer => Intervals(timer),
            { IsRearmed: true } timer => TimerChains(timer),
            var timer => Timeouts(timer),
        };
        if (pattern.Timer is { } known)
        {
            text = text with { Entries = _ => TimerWords.Entries(known, facts.Function), Holds = TimerWords.Holds(known) };
        }

        return facts.IsInLibrary ? text with { Fix = LibraryTimerFix(), Example = LibraryTimerExample() } : text;
    }

    private static PatternText UnknownTimers() => new(
        "定时器只启动、从不清除",
        "为每个请求设置的定时器会留在 Node 的定时器列表里，直到触发或被清除；在此之前，回调引用的一切都无法回收。"
            + "这里的定时器正以稳定的速率累积。",
        $"对应的任务结束时清除定时器，{AlsoOnAbort}",
        """
            const timer = setInterval(tick, 60_000);
            res.on('close', () => clearInterval(timer));
            """);

    private PatternText AwaitedTimers(TimerFacts timer) => new(
        $"{TimerWords.At(facts.Function)} {(facts.Function?.Name is { } name ? $"{name}()" : "异步函数")} 调用"
            + $"{(timer.IsRearmed ? "反复等待" : "在等待")}{TimerWords.Wait(timer)}定时器，{(timer.IsRearmed ? "永不结束" : "越积越多")}",
        timer.IsRearmed
            ? "在循环里等待的异步函数会一直运行到返回为止，它的所有变量也存活同样长的时间。每项任务都会开始一次调用，却没有一次结束。"
            : "异步函数的一次调用连同它的所有变量会一直存活，直到等待的结果到来。调用开始的速度比结束的速度快。",
        $"让调用能够结束：检查一个在任务结束时会中止的 AbortSignal，并把它传给等待的函数。{CloseOnAbort}",
        """
            const { setTimeout } = require('node:timers/promises');
            const stop = new AbortController();
            res.on('close', () => stop.abort());
            while (!stop.signal.aborted) {
              await setTimeout(1_000, undefined, { signal: stop.signal }).catch(() => {});
            }
            """);

    private PatternText Intervals(TimerFacts timer) => new(
        $"{TimerWords.Describe(timer, facts.Function)} 从未清除",
        "setInterval 会一直运行到被清除为止，Node 会一直引用它的回调以及回调引用的一切。"
            + "每项任务都会启动一个，因此它们以稳定的速率累积，而且每次触发都要占用 CPU。",
        $"对应的任务结束时调用 clearInterval()，{AlsoOnAbort}",
        """
            const timer = setInterval(tick, 60_000);
            res.on('close', () => clearInterval(timer));
            """);

    private PatternText TimerChains(TimerFacts timer) => new(
        $"{TimerWords.Describe(timer, facts.Function)} 在回调中不断重新设置",
        "回调会设置下一个定时器，所以这条链不会自行结束，回调引用的一切也随之一环一环地传下去。每项任务都会开始一条链，却没有一条被停止。",
        $"对应的任务结束时停止这条链：清除正在等待的定时器，并且不再设置新的。{CloseOnAbort}",
        """
            let timer = setTimeout(poll, 1_000);
            function poll() {
              timer = setTimeout(poll, 1_000);
            }
            res.on('close', () => clearTimeout(timer));
            """);

    private PatternText Timeouts(TimerFacts timer) => new(
        $"{TimerWords.Describe(timer, facts.Function)} 每次处理任务都会启动一个，却不清除",
        UnknownTimers().Why,
        $"定时器不再需要时立即清除，{AlsoOnAbort}如果它必须运行，就让回调的作用域里只保留它需要的东西。",
        """
            const timer = setTimeout(giveUp, 60_000);
            res.on('close', () => clearTimeout(timer));
            """);

    private string LibraryTimerFix() =>
        $"定时器由 {facts.Library} 库设置，起因是程序在每个请求中对它的某个调用。"
        + $"对应的任务结束时就停止它（stop、cancel、unsubscribe、dispose），{AlsoOnAbort}";

    private string LibraryTimerExample() => $"""
        const started = start(); // 使 {facts.Library} 设置定时器的那个调用
        res.on('close', () => started.stop()); // 用 {facts.Library} 提供的停止方法
        """;
}
