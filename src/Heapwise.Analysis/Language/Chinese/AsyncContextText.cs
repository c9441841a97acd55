using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    private const string OperationsGoOn = "请求早已处理完毕，这些异步操作却还在继续。";

    public PatternText Visit(AsyncContextPattern pattern) =>
        pattern.Timer is { } timer ? TimersInContext(pattern, timer) : OperationsInContext(pattern);

    private PatternText TimersInContext(AsyncContextPattern pattern, TimerFacts timer) => new(
        $"{TimerWords.Describe(timer, facts.Function)} 使 {StorageName(pattern)} 的 store 无法回收",
        StoreIsKept(pattern) + (timer.IsOneShot ? "请求早已处理完毕，这些定时器却还在等待触发。" : OperationsGoOn),
        "请求结束时清除定时器。如果它必须活得比请求更久，就用 exit() 在上下文之外启动，并让 store 尽量小："
            + $"在上下文中调用的 {timer.Starter} 一定会引用 store。",
        $"""
            {StorageCode(pattern)}.exit(() => {timer.Starter}(later, 60_000)); // 不属于任何请求
            const timer = {timer.Starter}(tick, 60_000); // 属于当前请求
            res.on('close', () => {(timer.IsRepeating ? "clearInterval" : "clearTimeout")}(timer));
            """)
    {
        Entries = _ => TimerWords.Entries(timer, facts.Function),
        Holds = TimerWords.Holds(timer),
        Keeps = StorePerEntry(pattern),
    };

    private PatternText OperationsInContext(AsyncContextPattern pattern) => new(
        $"{facts.Holder} 使 {StorageName(pattern)} 的 store 无法回收",
        StoreIsKept(pattern) + OperationsGoOn,
        "需要活得比请求更久的操作，用 exit() 在上下文之外启动，或者在请求结束时把它从持有者中移除。store 要尽量小。",
        $"{StorageCode(pattern)}.exit(() => startWhatOutlivesTheRequest());")
    {
        Keeps = StorePerEntry(pattern),
    };

    private static string StoreIsKept(AsyncContextPattern pattern) =>
        $"在 AsyncLocalStorage 的 run() 中启动的异步操作都属于该上下文，只要还没有结束，就会一直引用这个 store{Store(pattern)}，"
        + "哪怕它的代码根本没有用到。";

    private static string StorePerEntry(AsyncContextPattern pattern) => $"每个都引用着所在上下文的 store{Store(pattern)}。";

    private static string Store(AsyncContextPattern pattern) => $"（{pattern.StoreClass}，{Bytes(pattern.StoreBytes)}）";

    private static string StorageName(AsyncContextPattern pattern) =>
        pattern.Storage?.Name is { } name ? $"AsyncLocalStorage {name}" : "某个 AsyncLocalStorage";

    private static string StorageCode(AsyncContextPattern pattern) => pattern.Storage?.Name ?? "storage";
}
