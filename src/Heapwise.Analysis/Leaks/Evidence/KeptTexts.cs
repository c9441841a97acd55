using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>
/// Long texts that live only because pieces were taken out of them. V8 copies no more than 12 characters: a longer piece, from <c>slice</c>,
/// <c>substring</c>, <c>split</c> or a match, is a <c>sliced string</c> with an edge <c>parent</c> to the text that it was taken from.
/// </summary>
/// <param name="Pieces">Pieces among the survivors.</param>
/// <param name="PieceBytes">Characters of the pieces, as far as the snapshot has them (1,024 of each).</param>
/// <param name="Texts">Different texts that they were taken from, and that only pieces keep.</param>
/// <param name="TextBytes">Bytes of those texts.</param>
public sealed record KeptTexts(long Pieces, long PieceBytes, long Texts, long TextBytes);

/// <summary>Gathers the pieces of one cluster. Memory: the texts they were taken from, 4 bytes each in a set.</summary>
internal sealed class KeptTextTally(HeapSnapshot snapshot)
{
    private readonly HashSet<NodeIndex> _texts = [];
    private long _pieces;
    private long _bytes;

    /// <summary>Takes a survivor into account if it is a piece of a text.</summary>
    public void Add(NodeIndex node)
    {
        if (snapshot.Graph.TypeOf(node) != NodeType.SlicedString || snapshot.Graph.FindInternal(node, "parent"u8) is not { } text) return;
        _pieces++;
        _bytes += snapshot.Graph.Strings.Utf8(snapshot.Graph.NameIndexOf(node)).Length;
        _texts.Add(text);
    }

    /// <summary>What the pieces keep; null where there is none, or where something else keeps the texts as well.</summary>
    public KeptTexts? Found()
    {
        long count = 0, bytes = 0;
        foreach (var text in _texts)
        {
            if (!IsHeldByPiecesAlone(text)) continue;
            count++;
            bytes += snapshot.Dominators.RetainedSizeOf(text);
        }

        return count == 0 ? null : new KeptTexts(_pieces, _bytes, count, bytes);
    }

    /// <summary>Who holds the pieces does not matter here: in two containers at once they keep their texts all the same.</summary>
    private bool IsHeldByPiecesAlone(NodeIndex text)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(text))
        {
            if (snapshot.Graph.TypeOf(edge) != EdgeType.Weak && snapshot.Graph.TypeOf(snapshot.Graph.SourceOf(edge)) != NodeType.SlicedString) return false;
        }

        return true;
    }
}
