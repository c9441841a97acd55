using System.Globalization;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// Strings of equal text held by more than one node: types string and concatenated string, not sliced. Left out are
/// concatenations already flattened (one part is empty) and nodes of shallow size 0. Texts that the snapshot cut off must
/// agree in true length and hash as well.
/// </summary>
internal sealed class DuplicateStringFinder(HeapGraph graph, KnownNames names)
{
    private readonly RopeTexts _texts = new(graph, names);

    public IReadOnlyList<DuplicateString> Find(DominatorTree dominators)
    {
        var plain = new List<int>?[graph.Strings.FileCount];
        var byText = new Dictionary<Content, List<int>>();
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var type = graph.TypeOf(node);
            if (type is not (NodeType.String or NodeType.ConcatenatedString) || graph.ShallowSizeOf(node) == 0) continue;
            if (type == NodeType.String && !IsTruncated(node))
            {
                (plain[graph.NameIndexOf(node)] ??= []).Add(i);
            }
            else if (type == NodeType.String || !IsFlat(node))
            {
                var truncated = IsTruncated(node);
                var content = new Content(_texts.Of(node), truncated, truncated ? NumberBehind(node, names.Length) : null, truncated ? NumberBehind(node, names.Hash) : null);
                if (!byText.TryGetValue(content, out var nodes)) byText.Add(content, nodes = []);
                nodes.Add(i);
            }
        }

        var groups = new List<(Content Content, List<int> Nodes)>();
        for (var name = 0; name < plain.Length; name++)
        {
            if (plain[name] is not { } nodes) continue;
            if (byText.Count == 0 && nodes.Count < 2) continue;
            var content = new Content(graph.Strings[name], false, null, null);
            if (byText.Remove(content, out var joined)) nodes.AddRange(joined);
            if (nodes.Count > 1) groups.Add((content, nodes));
        }

        groups.AddRange(byText.Where(group => group.Value.Count > 1).Select(group => (group.Key, group.Value)));
        return [.. groups.Select(group => ToRow(group.Content, group.Nodes, dominators)).OrderByDescending(row => row.RetainedBytes).ThenBy(row => row.Value, StringComparer.Ordinal)];
    }

    private readonly record struct Content(string Text, bool Truncated, long? Length, long? Hash);

    private DuplicateString ToRow(Content content, List<int> nodes, DominatorTree dominators)
    {
        nodes.Sort();
        var indexes = nodes.ConvertAll(node => new NodeIndex(node));
        return new DuplicateString(content.Text, content.Length, indexes, indexes.Sum(graph.ShallowSizeOf), indexes.Sum(dominators.RetainedSizeOf));
    }

    private bool IsFlat(NodeIndex node)
    {
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Internal || graph.NameOrNumberOf(edge.Index) is var name && name != names.First && name != names.Second) continue;
            if (_texts.Of(edge.To).Length == 0) return true;
        }

        return false;
    }

    private bool IsTruncated(NodeIndex node) => names.Truncated >= 0 && Behind(node, names.Truncated) is { } flag && graph.NameOf(flag) == "bool" && ValueOf(flag) == "true";

    private long? NumberBehind(NodeIndex node, int edgeName) =>
        Behind(node, edgeName) is { } number && graph.NameOf(number) == "int" && long.TryParse(ValueOf(number), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>V8 writes captured numbers and truth values as nodes of type number whose "value" is a string node.</summary>
    private string? ValueOf(NodeIndex number)
    {
        if (graph.TypeOf(number) != NodeType.Number) return null;
        foreach (var edge in graph.EdgesOf(number))
        {
            if (edge.Type == EdgeType.Internal && edge.Name == "value") return graph.NameOf(edge.To);
        }

        return null;
    }

    private NodeIndex? Behind(NodeIndex node, int edgeName)
    {
        if (edgeName < 0) return null;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Internal && graph.NameOrNumberOf(edge.Index) == edgeName) return edge.To;
        }

        return null;
    }
}
