using static Heapwise.Analysis.Advice.Chinese.Phrases;

namespace Heapwise.Analysis.Advice.Chinese;

internal static class NativeMemoryTexts
{
    public static PatternTexts Texts { get; } = Pattern(
        _ => "只有进程的常驻内存（RSS）在增长",
        _ => "JavaScript 堆和 Buffer 都很平稳，所以这是 V8 不知道的内存：原生模块、工作线程的堆、线程栈，或者 C 运行库手里零散的空闲内存（内存碎片）。堆快照里看不到它。",
        _ => "先检查工作线程（heapwise stats PID 会列出它们；heapwise diagnose 接受 PID/worker:N）。然后试试 MALLOC_ARENA_MAX=2 或 jemalloc：如果增长停止，就是内存碎片。否则对原生模块使用原生内存分析工具。",
        English.NativeMemoryTexts.Texts.Example,
        ProcessPhrases.Explanation);
}
