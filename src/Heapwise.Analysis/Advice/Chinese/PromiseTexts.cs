using Heapwise.Analysis.Leaks.Evidence;
using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class PromiseTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"{facts.Holder} 是一个未完成的 Promise，等待它的回调越积越多"
            : $"{facts.Holder} 保留着永远不会完成的 Promise",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"在 {facts.Name} 上每次调用 then()、await 或 Promise.race() 都会留下一个回调（reaction），直到这个 Promise 完成为止，即使 race 已经由另一个 Promise 胜出也是如此。只要 {facts.Name} 不完成，所有回调以及它们要恢复执行的一切都会保留。"
            : $"既没有 resolve 也没有 reject 的 Promise，会保留 await 它的函数以及该函数的所有变量。只要没有人应答，{Kind(facts.Collection)} {facts.Name} 就会一直持有这些 Promise，或者持有用来使它们完成的函数。",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $"不要让每个请求都去等待 {facts.Name}：只对它注册一次回调，由这个回调通知进行中的工作；或者给每个请求一个自己的 Promise，随请求一起释放。"
            : $"让每次等待都有结束：超时或客户端断开时就 reject，并在 finally() 中把条目从 {facts.Name} 移除，不论以哪种方式结束。",
        facts => facts.Promise == PromiseLeak.Reactions
            ? $$"""
                const open = new Set(); // 每个进行中的请求一个条目
                {{facts.Code}}.then(value => { for (const stop of open) stop(value); });
                // 每个请求：open.add(stop)，并在 finally 中 open.delete(stop)
                """
            : facts.Collection == "Map"
                ? $$"""
                    const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                    {{facts.Code}}.set(id, { resolve, reject });
                    promise.finally(() => { clearTimeout(timer); {{facts.Code}}.delete(id); });
                    """
                : $$"""
                    const timer = setTimeout(() => reject(new Error('no answer')), 30_000);
                    promise.finally(() => { clearTimeout(timer); /* 从 {{facts.Code}} 中移除 */ });
                    """);
}
