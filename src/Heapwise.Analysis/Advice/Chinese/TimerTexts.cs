using System.Globalization;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class TimerTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => facts.Timer is not { } timer
            ? "定时器只启动、从不清除"
            : timer.IsAwaited
            ? $"{At(facts.Function)} {(facts.Function?.Name is { } name ? name + "()" : "异步函数")} 的调用{(timer.IsRearmed ? "一次又一次地等待" : "在等待")}{Wait(timer)}定时器，{(timer.IsRearmed ? "永不结束" : "越积越多")}"
            : Place(timer, facts.Function) + (timer.IsRepeating ? " 从未清除" : timer.IsRearmed ? " 不断重新设置自己" : " 每次都会启动，却不清除"),
        facts => facts.Timer switch
        {
            { IsAwaited: true, IsRearmed: true } => "在循环里等待的异步函数会一直运行到它返回为止，它的所有变量也存活同样长的时间。每项工作都会开始一次调用，却没有一次结束。",
            { IsAwaited: true } => "异步函数的一次调用及其所有变量会一直存活，直到它等待的东西到来。调用开始的速度比结束的速度快。",
            { IsRepeating: true } => "setInterval 会一直运行到被清除为止，Node 会保留它的回调以及回调引用的一切。每项工作都会启动一个，因此它们以稳定的速率累积，而且每个都会定时占用 CPU。",
            { IsRearmed: true } => "回调会设置下一个定时器，所以这条链不会自行结束，每一环都会把回调引用的一切传下去。每项工作都会开始一条链，却没有一条被停止。",
            _ => "为每个请求设置的定时器会留在 Node 的定时器列表里，直到触发或被清除；它的回调会使引用到的一切保持存活。这里它们以稳定的速率累积。",
        },
        facts => English.LibraryTexts.IsInside(facts) ? $"定时器由库 {facts.Library} 设置，因为程序在每个请求里向它要求了某件事。对应的工作结束时就结束它（stop、cancel、unsubscribe、dispose），请求中途断开时也一样：两种情况都会触发 'close'，而 'finish' 不会。" : facts.Timer switch
        {
            { IsAwaited: true } => "让调用能够结束：检查一个在工作结束时会中止的 AbortSignal，并把它传给等待的函数。请求中途断开时也会触发 'close'，而 'finish' 不会。",
            { IsRepeating: true } => "对应的工作结束时调用 clearInterval()，请求中途断开时也一样：两种情况都会触发 'close'，而 'finish' 不会。",
            { IsRearmed: true } => "对应的工作结束时停止这条链：清除正在等待的定时器，并且不再设置新的。请求中途断开时也会触发 'close'，而 'finish' 不会。",
            { IsOneShot: true } => "定时器不再需要时立即清除，请求中途断开时也一样：两种情况都会触发 'close'，而 'finish' 不会。如果它必须运行，就让回调的作用域里只保留它需要的东西。",
            _ => "对应的工作结束时清除定时器，请求中途断开时也一样：两种情况都会触发 'close'，而 'finish' 不会。",
        },
        English.TimerTexts.Texts.Example);

    /// <summary>"（tick()，server.js:12）"; empty where nothing is known.</summary>
    public static string Callback(FunctionReport? function)
    {
        var name = function?.Name is { } known ? known + "()" : null;
        var place = function?.Location is { } at ? $"{CodeOrigin.FileNameOf(at.File)}:{at.Line}" : null;
        return name is null && place is null ? "" : $"（{name}{(name is null || place is null ? "" : "，")}{place}）";
    }

    public static string Holds(TimerFacts timer) => $"{(timer.IsOneShot ? "触发之前，" : "")}它们由 Node 的 {Wait(timer)} 定时器列表持有";

    /// <summary>"server.js:12 处的 setInterval（1000 ms）".</summary>
    public static string Place(TimerFacts timer, FunctionReport? function) =>
        $"{At(function)} {timer.Starter}{(timer.Milliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $"（{milliseconds} ms）") : "")}";

    private static string At(FunctionReport? function) => function?.Location is { } place ? $"{CodeOrigin.FileNameOf(place.File)}:{place.Line} 处的" : "";

    private static string Wait(TimerFacts timer) => timer.Milliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" {milliseconds} ms ") : "";
}
