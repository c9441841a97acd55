using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(AllocationSitePattern pattern) => new(
        $"{facts.Holder}一直留在内存里",
        "V8 对每轮之后仍然存活的分配做了采样。这个函数分配的对象每轮增加的量大致相同，进程的内存也随之增长。",
        "看看这个函数创建的对象去了哪里：比调用活得更久且只增不减的 Map、Set、数组或对象，监听器，定时器，闭包，或者某个保留它的库。"
            + "用完之后移除，或者限制大小。",
        """
            sessions.set(id, session);
            socket.on('close', () => sessions.delete(id)); // 放进去的，用完要取出来
            """)
    {
        Explanation = (facts.Growth.BytesPerRequest is { } bytes
                ? $"每个请求在内存中留下约 {Bytes(bytes)}"
                : $"每轮在内存中留下约 {Bytes(facts.Growth.BytesPerRound)}")
            + (pattern.BuffersPerRound > 0 ? "，其中大部分是堆外的 Buffer" : "")
            + $"：{facts.Holder}。没有堆快照，无法知道是什么在持有它们。",
    };
}
