using System.Text;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// Tells which objects of a part pass a filter. A text is looked for in V8's name of the object and in the name of its class, each distinct
/// name once: a byte per string of the file and per class. Plain words are searched in the bytes of the file; only regular expressions need
/// the text. Thread-safe: threads that ask for the same name at the same time find the same answer.
/// </summary>
internal sealed class NodeMatcher(HeapSnapshot snapshot, RowFilter filter, ObjectPart part)
{
    private enum Answer : byte
    {
        Unknown,
        No,
        Yes,
    }

    private readonly Answer[] _names = filter.HasTexts ? new Answer[snapshot.Graph.Strings.Count] : [];
    private readonly Answer[] _classes = filter.HasTexts ? new Answer[snapshot.Classes.ByPosition.Count] : [];

    /// <summary>By class, as the rows of classes are chosen, so that both lists fit.</summary>
    private readonly bool[] _isOfKind =
        part.Kinds.Count == 0 ? [] : [.. snapshot.Classes.ByPosition.Select(row => part.Kinds.Contains(ObjectKinds.Of(row)))];

    private readonly byte[]? _word =
        filter.OnlyWord is { } word && Ascii.IsValid(word) ? Encoding.ASCII.GetBytes(word.ToLowerInvariant()) : null;

    public bool Matches(NodeIndex node)
    {
        if (!IsInPart(node)) return false;
        if (filter.IsEmpty) return true;
        if (filter.HasIds && !filter.MatchesId(snapshot.Graph.IdOf(node).Value)) return false;
        if (filter.HasSizes && !filter.MatchesSize(snapshot.Dominators.RetainedSizeOf(node))) return false;
        return !filter.HasTexts || MatchesClass(snapshot.Classes.PositionOf(node)) || MatchesName(snapshot.Graph.NameIndexOf(node));
    }

    private bool IsInPart(NodeIndex node)
    {
        if (!part.Ids.IsAll && !part.Ids.Contains(snapshot.Graph.IdOf(node).Value)) return false;
        if (_isOfKind.Length > 0 && !_isOfKind[snapshot.Classes.PositionOf(node)]) return false;
        return part.Contains is null || part.Contains(snapshot.Graph.IdOf(node));
    }

    private bool MatchesClass(int position)
    {
        ref var answer = ref _classes[position];
        if (answer == Answer.Unknown) answer = Of(filter.MatchesText(snapshot.Classes.ByPosition[position].Name));
        return answer == Answer.Yes;
    }

    private bool MatchesName(int name)
    {
        ref var answer = ref _names[name];
        if (answer != Answer.Unknown) return answer == Answer.Yes;
        var strings = snapshot.Graph.Strings;
        var matches = _word is not null && name < strings.FileCount
            ? AsciiSearch.Contains(strings.Utf8(name), _word)
            : filter.MatchesText(strings[name]);
        answer = Of(matches);
        return matches;
    }

    private static Answer Of(bool matches) => matches ? Answer.Yes : Answer.No;
}
