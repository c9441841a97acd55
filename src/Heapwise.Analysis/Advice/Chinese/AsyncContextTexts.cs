using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class AsyncContextTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => $"{Keeper(facts)} 使 {Storage(facts)} 的 store 无法回收",
        facts => $"在 AsyncLocalStorage 的 run() 里启动的异步操作都属于该上下文；只要它还在，就会一直保留这个 store（{Store(facts)}），哪怕它的代码里根本没有用到。"
            + (facts.Timer is { IsOneShot: true } ? "这些定时器在请求早已应答之后仍在等待。" : "请求早已应答，这些异步操作却仍然存在。"),
        facts => facts.Timer is { } timer
            ? $"请求结束时清除定时器。如果它必须活得更久，就用 exit() 在上下文之外启动，并让 store 尽量小：在上下文里调用的 {timer.Starter} 一定会持有 store。"
            : "比请求活得更久的操作，用 exit() 在上下文之外启动，或者在请求结束时把它从持有者中移除。store 要尽量小。",
        facts => facts.Timer is { } timer
            ? $"""
            {Code(facts)}.exit(() => {timer.Starter}(later, 60_000)); // 不属于任何请求
            const timer = {timer.Starter}(tick, 60_000); // 属于当前请求
            res.on('close', () => {(timer.IsRepeating ? "clearInterval" : "clearTimeout")}(timer));
            """
            : $"{Code(facts)}.exit(() => startWhatOutlivesTheRequest());");

    private static string Keeper(FindingFacts facts) => facts.Timer is null ? facts.Holder : TimerTexts.Place(facts.Timer, facts.Function);

    private static string Storage(FindingFacts facts) => facts.AsyncContext?.Variable is { } variable ? $"AsyncLocalStorage {variable}" : "某个 AsyncLocalStorage";

    private static string Store(FindingFacts facts) => facts.AsyncContext is { } context ? $"{context.StoreClass}，{Bytes(context.RetainedBytes)}" : "无论它是什么";

    private static string Code(FindingFacts facts) => facts.AsyncContext?.Variable ?? "storage";
}
