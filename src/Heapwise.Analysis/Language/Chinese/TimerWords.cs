using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What timers are called, for the patterns that have them.</summary>
internal static class TimerWords
{
    /// <summary>"setInterval 定时器（tick()，server.js:12）".</summary>
    public static string Entries(TimerFacts timer, LeakFunction? function) => $"{timer.Starter} 定时器{ChineseExplanation.Describe(function)}";

    public static string Holds(TimerFacts timer) => $"{(timer.IsOneShot ? "触发之前，" : "")}它们由 Node 的{Wait(timer)}定时器列表持有";

    /// <summary>"server.js:12 处的 setInterval（1000 ms）".</summary>
    public static string Describe(TimerFacts timer, LeakFunction? function) =>
        $"{At(function)} {timer.Starter}{(timer.Milliseconds is { } milliseconds ? $"（{milliseconds} ms）" : "")}";

    /// <summary>"server.js:12 处的"; empty where the location is not known.</summary>
    public static string At(LeakFunction? function) =>
        function?.Location is { } location ? $"{CodeOrigin.FileNameOf(location.File)}:{location.Line} 处的" : "";

    public static string Wait(TimerFacts timer) => timer.Milliseconds is { } milliseconds ? $" {milliseconds} ms " : "";
}
