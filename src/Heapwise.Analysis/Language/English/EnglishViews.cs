using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Clusters;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>What is said in addition, whatever the pattern, where small views keep large memory.</summary>
internal static class EnglishViews
{
    public static string Sentence(KeptBuffers kept)
    {
        var view = (kept.ViewBytes is { } bytes ? $"{bytes}-byte " : "small ") + (kept.ArePooled ? "Buffer" : "view");
        var whole = BufferSize.Format(kept.BytesEach);
        var memory = kept.ArePooled ? $"whole {whole} slab of Node's pool alive that it was cut from" : $"whole {whole} buffer alive";
        if (kept.IsOneEach) return $"Each {view} keeps {(kept.ArePooled ? "the" : "its")} {memory}.";
        return $"Together, the {view}s keep {Count(kept.Buffers, "whole buffer")} of {whole} alive.";
    }

    public static string Fix(KeptBuffers kept) =>
        "Store a copy of the bytes, not a view: subarray() and a Buffer's slice() copy nothing. "
        + (kept.ArePooled
            ? "Uint8Array.prototype.slice makes a copy with memory of its own; Buffer.from(view) copies into Node's pool again."
            : "Buffer.from(view) and Uint8Array.prototype.slice copy.");

    public static string Example(bool isDataView) => isDataView
        ? "const copy = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength); // store this, not the view"
        : "const copy = Uint8Array.prototype.slice.call(view); // store this, not the view";
}
