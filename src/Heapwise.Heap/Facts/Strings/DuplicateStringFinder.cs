using System.Globalization;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// Finds strings with equal content. Strings and concatenated strings take part, sliced strings do not. Concatenated strings that
/// are already flattened (one part is empty) and nodes of shallow size 0 are left out. Strings that the snapshot cut off are equal
/// only if their actual length and hash agree, too.
/// </summary>
internal sealed class DuplicateStringFinder(HeapGraph graph, KnownNames names)
{
    private readonly RopeTexts _texts = new(graph, names);

    public IReadOnlyList<DuplicateString> Find(DominatorTree dominators)
    {
        var plain = new List<int>?[graph.Strings.FileCount];
        var byContent = new Dictionary<Content, List<int>>();
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
                var content = ReadContent(node);
                if (!byContent.TryGetValue(content, out var nodes)) byContent.Add(content, nodes = []);
                nodes.Add(i);
            }
        }

        return
        [
            .. Group(plain, byContent)
                .Select(group => ToRow(group.Content, group.Nodes, dominators))
                .OrderByDescending(row => row.RetainedBytes).ThenBy(row => row.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>Joins plain strings, found by their name's index, with all others.</summary>
    private List<(Content Content, List<int> Nodes)> Group(List<int>?[] plain, Dictionary<Content, List<int>> byContent)
    {
        var groups = new List<(Content Content, List<int> Nodes)>();
        for (var name = 0; name < plain.Length; name++)
        {
            if (plain[name] is not { } nodes) continue;
            if (byContent.Count == 0 && nodes.Count < 2) continue;
            var content = new Content(graph.Strings[name], false, null, null);
            if (byContent.Remove(content, out var joined)) nodes.AddRange(joined);
            if (nodes.Count > 1) groups.Add((content, nodes));
        }

        groups.AddRange(byContent.Where(group => group.Value.Count > 1).Select(group => (group.Key, group.Value)));
        return groups;
    }

    private readonly record struct Content(string Text, bool Truncated, long? Length, long? Hash);

    private Content ReadContent(NodeIndex node) => IsTruncated(node)
        ? new Content(_texts.Of(node), true, ReadNumber(node, names.Length), ReadNumber(node, names.Hash))
        : new Content(_texts.Of(node), false, null, null);

    private DuplicateString ToRow(Content content, List<int> nodes, DominatorTree dominators)
    {
        nodes.Sort();
        var indexes = nodes.ConvertAll(node => new NodeIndex(node));
        return new DuplicateString(
            content.Text,
            content.Length,
            indexes,
            indexes.Sum(graph.ShallowSizeOf),
            indexes.Sum(dominators.RetainedSizeOf));
    }

    private bool IsFlat(NodeIndex node)
    {
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Internal) continue;
            var name = graph.NameOrNumberOf(edge.Index);
            if ((name == names.First || name == names.Second) && _texts.Of(edge.To).Length == 0) return true;
        }

        return false;
    }

    private bool IsTruncated(NodeIndex node) =>
        names.Truncated >= 0
        && FindTarget(node, names.Truncated) is { } flag
        && graph.NameOf(flag) == "bool"
        && FindValue(flag) == "true";

    private long? ReadNumber(NodeIndex node, int edgeName)
    {
        if (FindTarget(node, edgeName) is not { } number || graph.NameOf(number) != "int") return null;
        var isNumber = long.TryParse(FindValue(number), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return isNumber ? value : null;
    }

    /// <summary>V8 writes numbers and booleans as nodes of type number whose "value" is a string node.</summary>
    private string? FindValue(NodeIndex number)
    {
        if (graph.TypeOf(number) != NodeType.Number) return null;
        foreach (var edge in graph.EdgesOf(number))
        {
            if (edge.Type == EdgeType.Internal && edge.Name == "value") return graph.NameOf(edge.To);
        }

        return null;
    }

    private NodeIndex? FindTarget(NodeIndex node, int edgeName)
    {
        if (edgeName < 0) return null;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Internal && graph.NameOrNumberOf(edge.Index) == edgeName) return edge.To;
        }

        return null;
    }
}
