using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Clusters;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What is said in addition, whatever the pattern, where small views keep large memory.</summary>
internal static class ChineseViews
{
    public static string Sentence(KeptBuffers kept)
    {
        var view = (kept.ViewBytes is { } bytes ? $"{bytes} 字节的" : "很小的") + (kept.ArePooled ? " Buffer " : "视图");
        var whole = BufferSize.Format(kept.BytesEach);
        if (!kept.IsOneEach) return $"这些{view}一共保留着 {Count(kept.Buffers)} 块 {whole} 的完整内存。";
        return kept.ArePooled ? $"每个{view}都保留着 Node 内存池中一整块 {whole} 的内存。" : $"每个{view}都保留着整块 {whole} 的缓冲区。";
    }

    public static string Fix(KeptBuffers kept) => "保存数据的副本，不要保存视图：subarray() 和 Buffer 的 slice() 都不复制数据。"
        + (kept.ArePooled
            ? "用 Uint8Array.prototype.slice 得到的副本有自己的内存；Buffer.from(view) 又会复制到 Node 的内存池里。"
            : "Buffer.from(view) 和 Uint8Array.prototype.slice 会复制数据。");

    public static string Example(bool isDataView) => isDataView
        ? "const copy = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength); // 保存副本，不保存视图"
        : "const copy = Uint8Array.prototype.slice.call(view); // 保存副本，不保存视图";
}
