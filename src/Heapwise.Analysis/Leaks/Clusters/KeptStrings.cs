using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Long strings that live only because pieces were taken out of them. V8 copies no more than 12 characters: a longer piece,
/// from <c>slice</c>, <c>substring</c>, <c>split</c> or a match, is a <c>sliced string</c> with an edge <c>parent</c> to
/// the string that it was taken from.
/// </summary>
/// <param name="Pieces">Pieces among the survivors.</param>
/// <param name="PieceBytes">Characters of the pieces, as far as the snapshot has them (1,024 of each).</param>
/// <param name="Strings">Different strings that they were taken from, and that only pieces keep.</param>
/// <param name="StringBytes">Bytes of those strings.</param>
public sealed record KeptStrings(long Pieces, long PieceBytes, long Strings, long StringBytes);

/// <summary>Collects the pieces of one cluster. Memory: the strings they were taken from, 4 bytes each in a set.</summary>
internal sealed class KeptStringTally(HeapSnapshot snapshot)
{
    private readonly HashSet<NodeIndex> _strings = [];
    private long _pieces;
    private long _bytes;

    /// <summary>Takes a survivor into account if it is a piece of a string.</summary>
    public void Add(NodeIndex node)
    {
        if (snapshot.Graph.TypeOf(node) != NodeType.SlicedString || snapshot.Graph.FindInternal(node, "parent"u8) is not { } parent) return;
        _pieces++;
        _bytes += snapshot.Graph.Strings.Utf8(snapshot.Graph.NameIndexOf(node)).Length;
        _strings.Add(parent);
    }

    /// <summary>What the pieces keep; null where there is none, or where something else keeps the strings as well.</summary>
    public KeptStrings? Find()
    {
        long count = 0, bytes = 0;
        foreach (var parent in _strings)
        {
            if (!IsHeldByPiecesAlone(parent)) continue;
            count++;
            bytes += snapshot.Dominators.RetainedSizeOf(parent);
        }

        return count == 0 ? null : new KeptStrings(_pieces, _bytes, count, bytes);
    }

    /// <summary>Who holds the pieces does not matter here: in two containers at once they keep their strings all the same.</summary>
    private bool IsHeldByPiecesAlone(NodeIndex parent)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(parent))
        {
            if (snapshot.Graph.TypeOf(edge) == EdgeType.Weak) continue;
            if (snapshot.Graph.TypeOf(snapshot.Graph.SourceOf(edge)) != NodeType.SlicedString) return false;
        }

        return true;
    }
}
