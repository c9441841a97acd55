using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(ExternalMemoryPattern pattern) => pattern.IsWebAssembly ? WebAssemblyMemory : new PatternText(
        "JavaScript 堆外的内存在增长",
        "这部分内存由 Buffer 和原生模块上报给 V8，但堆里没有任何不断累积的对象与之对应。"
            + "持有它的是原生代码：C++ 或 Rust 模块，或者没有关闭的 zlib、crypto、TLS 流。",
        "检查用到的原生模块（图片、数据库、压缩），关闭它们返回的图片、语句、游标和流。然后逐个去掉这些模块，再观察同一个程序。",
        """
            const gzip = zlib.createGzip();
            response.on('close', () => gzip.close()); // 没有读到末尾的流不会自动关闭
            """)
    {
        Explanation = ProcessExplanation,
    };

    private PatternText WebAssemblyMemory => new(
        facts.IsInLibrary ? $"{facts.Library} 的 WebAssembly 内存只增不减" : "WebAssembly 内存只增不减",
        "编译成 WebAssembly 的代码有自己的内存，垃圾回收器看不到其中的内容：在那里分配的空间要由程序释放。这种内存只能增大，不会缩小。",
        "用完之后关闭或释放分配的对象，出错时也不例外（对调用返回的对象执行 close()、free()、delete() 或 dispose()）。",
        """
            const database = open(image); // 任何会分配 WebAssembly 内存的调用
            try { return read(database); } finally { database.close(); }
            """)
    {
        Explanation = (facts.Growth.BytesPerRequest is { } bytes
                ? $"每个请求增加 {Bytes(bytes)}"
                : $"每轮增加 {Bytes(facts.Growth.BytesPerRound)}")
            + $" 没有释放的 WebAssembly 内存。它由 {facts.Holder} 持有" + (facts.IsInLibrary ? $"（通过 {facts.Library} 库）。" : "。"),
    };
}
