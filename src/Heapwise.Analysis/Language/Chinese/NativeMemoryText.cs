using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(NativeMemoryPattern pattern) => new(
        "只有进程的常驻内存（RSS）在增长",
        "JavaScript 堆和 Buffer 都很平稳，所以增长的是 V8 不知道的内存：原生模块、worker 线程的堆、线程栈，"
            + "或者 C 运行库手里零散的空闲内存（内存碎片）。堆快照里看不到它。",
        "先检查 worker 线程（heapwise stats PID 会列出它们；heapwise diagnose --pid PID/worker:N 检查其中一个）。"
            + "然后试试 MALLOC_ARENA_MAX=2 或 jemalloc：如果增长停止，就是内存碎片。否则对原生模块使用原生内存分析工具。",
        """
            MALLOC_ARENA_MAX=2 node app.js
            LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 node app.js
            """)
    {
        Explanation = ProcessExplanation,
    };
}
