using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Locations;

/// <summary>Where the text of a program's scripts comes from: files on disk, the running process, or the snapshot itself.</summary>
public interface ISourceTexts
{
    /// <summary>The text of a script, named as V8 names it (a path or a URL); null where it cannot be had. Never throws for a missing file.</summary>
    string? TextOf(string script);

    /// <summary>The text of a source that a script was made from, which may bear the script's name; null where it cannot be had. Never throws for a missing file.</summary>
    string? OriginalOf(string path) => TextOf(path);

    /// <summary>The text of a script's source map, other than one inside the script; null where there is none. Never throws for a missing file.</summary>
    string? MapOf(string script) => null;
}

/// <summary>
/// The sources that a snapshot holds: <c>code "path" –internal:source→ string</c>. Strings are cut at 1024 characters, and at 256 in
/// snapshots that are taken to be read once, so only shorter scripts are there in full; the others are left to someone else.
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
        _sources = new Lazy<Dictionary<string, NodeIndex>>(Gather);
    }

    public string? TextOf(string script) =>
        _sources.Value.TryGetValue(script, out var node) && _graph.NameOf(node) is { Length: > 0 and < CutAt and not ShortCutAt } text ? text : null;

    /// <summary>Scripts are code nodes with a <c>source</c>. Cost: one pass over the nodes.</summary>
    private Dictionary<string, NodeIndex> Gather()
    {
        var sources = new Dictionary<string, NodeIndex>(StringComparer.Ordinal);
        for (var i = 0; i < _graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (_graph.TypeOf(node) != NodeType.Code) continue;
            foreach (var edge in _graph.EdgesOf(node))
            {
                if (_graph.TypeOf(edge.To) == NodeType.String && _graph.Is(edge.Index, EdgeType.Internal, "source"u8)) sources.TryAdd(_graph.NameOf(node), edge.To);
            }
        }

        return sources;
    }
}

/// <summary>Asks one source of texts after the other, and keeps what was found.</summary>
public sealed class SourceTexts(params IReadOnlyList<ISourceTexts> sources) : ISourceTexts
{
    private readonly Dictionary<string, string?> _found = new(StringComparer.Ordinal);

    public string? TextOf(string script)
    {
        if (!_found.TryGetValue(script, out var text)) _found[script] = text = sources.Select(source => source.TextOf(script)).FirstOrDefault(found => found is not null);
        return text;
    }

    /// <summary>Not kept: each is read once.</summary>
    public string? OriginalOf(string path) => sources.Select(source => source.OriginalOf(path)).FirstOrDefault(found => found is not null);

    /// <summary>Not kept: it is large, and read once.</summary>
    public string? MapOf(string script) => sources.Select(source => source.MapOf(script)).FirstOrDefault(found => found is not null);
}
