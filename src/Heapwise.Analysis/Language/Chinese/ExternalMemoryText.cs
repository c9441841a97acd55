using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed partial class ChinesePatterns
{
    public PatternText Visit(ExternalMemoryPattern pattern) => new(
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
}
