using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Scopes;
using Heapwise.Analysis.Survivors;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// A snapshot with what views compute of it and keep. Thread-safe. It owns the snapshot; whoever reads it holds a lease.
/// </summary>
public sealed class OpenHeap : IDisposable
{
    private readonly Lazy<RootPaths> _paths;
    private readonly SnapshotSources _sources;
    private readonly Lazy<long> _maxId;
    private readonly Lazy<ClassMembers> _members;
    private readonly Lazy<StringsReport> _strings;
    private readonly Lazy<IReadOnlyList<PackageRow>> _packages;
    private readonly Lazy<IReadOnlyList<KeptScope>> _scopes;

    public OpenHeap(HeapSnapshot snapshot, TimeSpan openTime)
    {
        Snapshot = snapshot;
        OpenTime = openTime;
        _paths = new Lazy<RootPaths>(() => RootPaths.ForSingleNodes(snapshot));
        _sources = new SnapshotSources(snapshot);
        _maxId = new Lazy<long>(() => ProcessMark.MaxIdOf(snapshot.Graph));
        _scopes = new Lazy<IReadOnlyList<KeptScope>>(() => ScopeCensus.Take(snapshot, CreateTexts()));
        _members = new Lazy<ClassMembers>(() => new ClassMembers(snapshot));
        _strings = new Lazy<StringsReport>(() => StringsReport.From(snapshot));
        _packages = new Lazy<IReadOnlyList<PackageRow>>(() => PackageRow.Find(snapshot));
        Orders = new KeptAnswers<string, NodeOrder>(capacity: 6);
        Matches = new KeptAnswers<string, int[]>(capacity: 4);
        Cuts = new KeptAnswers<string, CutHeap>(capacity: 3);
        Classes = new KeptAnswers<string, IReadOnlyList<ClassFigures>>(capacity: 6);
    }

    public HeapSnapshot Snapshot { get; }

    /// <summary>How long opening took.</summary>
    public TimeSpan OpenTime { get; }

    /// <summary>The best path to every node. Cost at first use: one pass over all edges, unless an index has them.</summary>
    public RootPaths Paths => _paths.Value;

    /// <summary>Scripts on this disk and in the snapshot. They keep what they have found: for one caller each.</summary>
    public SourceTexts CreateTexts() => new(new DiskSources(), _sources);

    /// <summary>The highest id when the snapshot was taken: what is younger has a higher one.</summary>
    public long MaxId => _maxId.Value;

    /// <summary>The scopes that retain most. Cost at first use: a pass over the nodes, and their scripts.</summary>
    internal IReadOnlyList<KeptScope> Scopes => _scopes.Value;

    /// <summary>The objects of each class.</summary>
    internal ClassMembers Members => _members.Value;

    /// <summary>Strings that are held more than once. Cost at first use: the text of every string.</summary>
    internal StringsReport Strings => _strings.Value;

    /// <summary>What the code of each npm package made. Cost at first use: a walk down the dominator tree.</summary>
    internal IReadOnlyList<PackageRow> Packages => _packages.Value;

    /// <summary>Nodes that passed a filter, in file order: 4 bytes each.</summary>
    internal KeptAnswers<string, int[]> Matches { get; }

    /// <summary>The orders that tables have asked for: 4 bytes a node.</summary>
    internal KeptAnswers<string, NodeOrder> Orders { get; }

    internal KeptAnswers<string, CutHeap> Cuts { get; }

    /// <summary>Classes counted over a part of the objects.</summary>
    internal KeptAnswers<string, IReadOnlyList<ClassFigures>> Classes { get; }

    /// <summary>
    /// Computes what the first looks at objects and paths will need. Whoever calls it need not wait: who asks for one of them meanwhile
    /// gets it when it is there.
    /// </summary>
    public void Prepare(CancellationToken cancellation)
    {
        foreach (var step in (Action[])
        [
            () => _ = Snapshot.Retainers.CountOf(Snapshot.Graph.Root),
            () => _ = Snapshot.Dominators.ChildrenOf(Snapshot.Graph.Root).Length,
            () => _ = Members,
            () => _ = Paths,
            () => AddToIndex(cancellation),
        ])
        {
            if (cancellation.IsCancellationRequested) return;
            step();
        }
    }

    /// <exception cref="RequestRefusedException">The snapshot has no such object.</exception>
    public NodeIndex GetNode(long id) => Snapshot.Graph.TryFind(new NodeId(id), out var node)
        ? node
        : throw RequestRefusedException.NotFound($"This snapshot has no object @{id}. Ids belong to one process.");

    /// <summary>So that the next opening takes no time. Without an index, it reads the file again.</summary>
    private void AddToIndex(CancellationToken cancellation)
    {
        try
        {
            Snapshot.AddToIndex(Paths.ToColumns(), cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // No room, no rights, or the page ends.
        }
    }

    public void Dispose()
    {
        if (_paths.IsValueCreated) _paths.Value.Dispose();
        Snapshot.Dispose();
    }
}
