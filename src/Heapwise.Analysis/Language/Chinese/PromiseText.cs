using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(PromisePattern pattern) => pattern.Leak switch
    {
        PromiseLeak.Reactions => Reactions(),
        PromiseLeak.Pending => PendingPromises(),
        _ => throw new NotSupportedException(pattern.Leak.ToString()),
    };

    private PatternText Reactions() => new(
        $"{facts.Holder} 是一个未完成的 Promise，等待它的回调越积越多",
        $"在 {facts.Name} 上每次调用 then()、await 或 Promise.race() 都会留下一个回调（reaction），直到这个 Promise 完成为止，"
            + "即使 race 已经由另一个 Promise 胜出也是如此。"
            + $"只要 {facts.Name} 不完成，所有回调以及它们要恢复执行的一切都无法回收。",
        $"不要让每个请求都去等待 {facts.Name}：只对它注册一次回调，由这个回调通知进行中的任务；"
            + "或者给每个请求单独创建一个 Promise，随请求一起释放。",
        $$"""
            const open = new Set(); // 每个进行中的请求一个元素
            {{facts.Code}}.then(value => { for (const stop of open) stop(value); });
            // 每个请求：open.add(stop)，并在 finally 中 open.delete(stop)
            """)
    {
        Entries = _ => "Promise 回调（reaction）",
    };

    private PatternText PendingPromises() => new(
        $"{facts.Holder} 持有永远不会完成的 Promise",
        "既没有 resolve 也没有 reject 的 Promise，会使 await 它的函数及其所有变量无法回收。"
            + $"只要没有应答，{ContainerName} {facts.Name} 就会一直持有这些 Promise，或者持有用来使它们完成的函数。",
        "让每次等待都有终点：超时或客户端断开时就 reject；"
            + $"无论以哪种方式结束，都在 finally() 中把条目从 {facts.Name} 中移除。",
        facts.Container == ContainerKind.Map
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
