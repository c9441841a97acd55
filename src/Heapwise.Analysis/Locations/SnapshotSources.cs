using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// The sources that a snapshot holds: <c>code "path" –internal:source→ string</c>. Strings are cut at 1024 characters, and at 256 in
/// snapshots that are taken to be read once, so only shorter scripts are complete. The others are left to other sources.
/// </summary>
public sealed class SnapshotSources : ISourceTexts
{
    private const int CutAt = 1024;
    private const int ShortCutAt = 256;

    private readonly HeapGraph _graph;
    private readonly Lazy<Dictionary<string, NodeIndex>> _sources;

    public SnapshotSources(HeapSnapshot snapshot)
    {
        _graph = snapshot.Graph;
        _sources = new Lazy<Dictionary<string, NodeIndex>>(Read);
    }

    public string? FindText(string script) =>
        _sources.Value.TryGetValue(script, out var node) && _graph.NameOf(node) is { Length: > 0 and < CutAt and not ShortCutAt } text
            ? text
            : null;

    /// <summary>Scripts are code nodes with a <c>source</c>. Cost: one pass over the nodes.</summary>
    private Dictionary<string, NodeIndex> Read()
    {
        var sources = new Dictionary<string, NodeIndex>(StringComparer.Ordinal);
        for (var i = 0; i < _graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (_graph.TypeOf(node) != NodeType.Code) continue;
            foreach (var edge in _graph.EdgesOf(node))
            {
                if (_graph.TypeOf(edge.To) != NodeType.String || !_graph.Is(edge.Index, EdgeType.Internal, "source"u8)) continue;
                sources.TryAdd(_graph.NameOf(node), edge.To);
            }
        }

        return sources;
    }
}
