using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Facts.Strings;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The graph of a snapshot with its facts, whether read from the file or mapped from an index. Facts that not every caller needs
/// are computed at first use.
/// </summary>
internal sealed class SnapshotContent : IDisposable
{
    private readonly Lazy<Retainers> _retainers;
    private readonly Lazy<NodeNames> _names;
    private readonly Lazy<NativeContextSizes> _nativeContexts;
    private readonly Lazy<IReadOnlyList<DuplicateString>> _duplicates;
    private readonly Lazy<ScriptTable> _scripts;

    public SnapshotContent(HeapGraph graph, SnapshotFacts facts, Func<Retainers>? retainers = null)
    {
        Graph = graph;
        Facts = facts;
        _retainers = new Lazy<Retainers>(retainers ?? (() => new Retainers(graph)));
        _names = new Lazy<NodeNames>(() => new NodeNames(graph, facts.Names));
        _nativeContexts = new Lazy<NativeContextSizes>(() => NativeContextAttribution.Build(graph, facts.Names, facts.All.Dominators));
        _duplicates = new Lazy<IReadOnlyList<DuplicateString>>(() =>
        {
            using var finder = new DuplicateStringFinder(graph, facts.Names);
            return finder.Find(facts.All.Dominators);
        });
        _scripts = new Lazy<ScriptTable>(() => new ScriptTable(graph, facts.Names));
    }

    public HeapGraph Graph { get; }

    public SnapshotFacts Facts { get; }

    public Retainers Retainers => _retainers.Value;

    public NodeNames Names => _names.Value;

    public NativeContextSizes NativeContexts => _nativeContexts.Value;

    public IReadOnlyList<DuplicateString> DuplicateStrings => _duplicates.Value;

    public ScriptTable Scripts => _scripts.Value;

    public void Dispose()
    {
        if (_retainers.IsValueCreated) _retainers.Value.Dispose();
        Facts.Dispose();
        Graph.Dispose();
    }
}
