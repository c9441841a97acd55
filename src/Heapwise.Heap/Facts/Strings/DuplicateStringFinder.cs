using System.Globalization;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// Finds strings with equal content. Strings and concatenated strings take part, sliced strings do not. Concatenated strings that
/// are already flattened (one part is empty) and nodes of shallow size 0 are left out. Strings that the snapshot cut off are equal
/// only if their actual length and hash agree, too.
/// Texts are compared by their hashes, and only the text of a group is made: see <see cref="TextHash"/> and <see cref="Ropes{T}"/>.
/// Cost: one pass over the bytes of the names, one over the nodes, and a sort of the strings. Plain strings and concatenated ones are
/// collected at the same time. Memory until it is done: that of <see cref="TextHashes"/> and 8 bytes per string.
/// </summary>
internal sealed class DuplicateStringFinder : IDisposable
{
    private readonly HeapGraph _graph;
    private readonly KnownNames _names;
    private readonly TextHashes _hashes;

    public DuplicateStringFinder(HeapGraph graph, KnownNames names)
    {
        _graph = graph;
        _names = names;
        _hashes = new TextHashes(graph, names);
    }

    /// <summary>The groups, most retained bytes first.</summary>
    public IReadOnlyList<DuplicateString> Find(DominatorTree dominators)
    {
        var types = _graph.Columns.Types.Span;
        using var plain = new NodesByHash(types.Count((byte)NodeType.String));
        using var ropes = new NodesByHash(types.Count((byte)NodeType.ConcatenatedString));
        Parallel.Invoke(() => Collect(plain, NodeType.String), () => Collect(ropes, NodeType.ConcatenatedString));
        var runs = NodesByHash.FindRuns(plain, ropes);
        var rows = new DuplicateString[runs.Count][];
        Parallel.For(0, runs.Count, run => rows[run] = [.. Split(runs[run]).Select(nodes => ToRow(nodes, dominators))]);
        var groups = rows.SelectMany(row => row).ToList();
        groups.Sort(Compare);
        return groups;
    }

    public void Dispose() => _hashes.Dispose();

    /// <summary>The ropes are read by one thread: the one that collects them.</summary>
    private void Collect(NodesByHash found, NodeType type)
    {
        var types = _graph.Columns.Types.Span;
        for (var i = 0; i < types.Length; i++)
        {
            var node = new NodeIndex(i);
            if (types[i] != (byte)type || _graph.ShallowSizeOf(node) == 0) continue;
            if (type == NodeType.ConcatenatedString && IsFlat(node)) continue;
            found.Add(i, HashOf(node));
        }

        found.Sort();
    }

    /// <summary>Nodes whose hashes share 32 bits nearly always share them all.</summary>
    private IEnumerable<ArraySegment<NodeIndex>> Split(ArraySegment<NodeIndex> run)
    {
        var hash = HashOf(run[0]);
        if (run.All(node => HashOf(node) == hash)) return [run];
        return run.GroupBy(HashOf).Select(group => new ArraySegment<NodeIndex>([.. group])).Where(group => group.Count > 1);
    }

    private TextHash HashOf(NodeIndex node)
    {
        var text = _hashes.Of(node);
        return IsTruncated(node) ? text.With(ReadNumber(node, _names.Length)).With(ReadNumber(node, _names.Hash)) : text;
    }

    private DuplicateString ToRow(ArraySegment<NodeIndex> nodes, DominatorTree dominators)
    {
        var (shallowBytes, retainedBytes) = (0L, 0L);
        foreach (var node in nodes)
        {
            shallowBytes += _graph.ShallowSizeOf(node);
            retainedBytes += dominators.RetainedSizeOf(node);
        }

        var length = IsTruncated(nodes[0]) ? ReadNumber(nodes[0], _names.Length) : null;
        return new DuplicateString(_hashes.TextOf(nodes[0]), length, nodes, shallowBytes, retainedBytes);
    }

    /// <summary>Groups of the same text can only differ in whether, and where, the snapshot cut it off.</summary>
    private int Compare(DuplicateString x, DuplicateString y)
    {
        var order = y.RetainedBytes.CompareTo(x.RetainedBytes);
        if (order == 0) order = string.CompareOrdinal(x.Value, y.Value);
        if (order == 0) order = y.Nodes.Any(IsWhole).CompareTo(x.Nodes.Any(IsWhole));
        return order != 0 ? order : x.Nodes[0].Value.CompareTo(y.Nodes[0].Value);
    }

    private bool IsWhole(NodeIndex node) => _graph.TypeOf(node) == NodeType.String && !IsTruncated(node);

    private bool IsFlat(NodeIndex node)
    {
        foreach (var edge in _graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Internal) continue;
            var name = _graph.NameOrNumberOf(edge.Index);
            if ((name == _names.First || name == _names.Second) && _hashes.Of(edge.To).Length == 0) return true;
        }

        return false;
    }

    private bool IsTruncated(NodeIndex node) =>
        _names.Truncated >= 0
        && FindTarget(node, _names.Truncated) is { } flag
        && _graph.NameOf(flag) == "bool"
        && FindValue(flag) == "true";

    private long? ReadNumber(NodeIndex node, int edgeName)
    {
        if (FindTarget(node, edgeName) is not { } number || _graph.NameOf(number) != "int") return null;
        var isNumber = long.TryParse(FindValue(number), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return isNumber ? value : null;
    }

    /// <summary>V8 writes numbers and booleans as nodes of type number whose "value" is a string node.</summary>
    private string? FindValue(NodeIndex number)
    {
        if (_graph.TypeOf(number) != NodeType.Number) return null;
        foreach (var edge in _graph.EdgesOf(number))
        {
            if (edge.Type == EdgeType.Internal && edge.Name == "value") return _graph.NameOf(edge.To);
        }

        return null;
    }

    private NodeIndex? FindTarget(NodeIndex node, int edgeName)
    {
        if (edgeName < 0) return null;
        foreach (var edge in _graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Internal && _graph.NameOrNumberOf(edge.Index) == edgeName) return edge.To;
        }

        return null;
    }
}
