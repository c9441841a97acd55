using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The order of work behind a snapshot's facts. Names are made final first. Then two threads go side by side: one marks
/// what the program owns and finds the dominators, the other transfers sizes and works out distances, statistics and
/// interfaces. Retained sizes need both; meanwhile the other thread assigns and counts the classes, which waits until
/// then because the search for dominators is when most memory is in use.
/// </summary>
internal sealed class SnapshotFacts : IDisposable
{
    private readonly HeapGraph _graph;
    private readonly Lock _gate = new();
    private readonly Lazy<KnownNames> _names;
    private bool _sizesAreFinal;
    private NodeBits? _sharedParts;
    private ClassAssignment? _assignment;
    private Totals? _totals;
    private SnapshotStatistics? _statistics;
    private IReadOnlyList<HeapClass>? _sizes;

    public SnapshotFacts(HeapGraph graph)
    {
        _graph = graph;
        _names = new Lazy<KnownNames>(() => new KnownNames(graph.Strings));
        Names.UnifyRepeats(graph.Columns);
        DomState.Propagate(graph.Columns, graph.Strings);
    }

    private SnapshotFacts(HeapGraph graph, Totals totals)
    {
        _graph = graph;
        _names = new Lazy<KnownNames>(() => new KnownNames(graph.Strings));
        _totals = totals;
        _sizesAreFinal = true;
    }

    public sealed record Totals(DominatorTree Dominators, Distances Distances, HeapClasses Classes, SnapshotStatistics Statistics);

    public KnownNames Names => _names.Value;

    public ClassAssignment Assignment
    {
        get
        {
            lock (_gate) return _assignment ??= ClassAssignment.Build(_graph, Names);
        }
    }

    /// <summary>Dominators, distances, class totals and statistics together, computed at first use.</summary>
    public Totals All => Compute(null, CancellationToken.None);

    /// <summary>Facts that were computed before, of a graph whose names and sizes are final.</summary>
    public static SnapshotFacts Restored(HeapGraph graph, Totals totals) => new(graph, totals);

    /// <summary>Without dominators, where those were not computed yet.</summary>
    public SnapshotStatistics Statistics
    {
        get
        {
            lock (_gate) return _totals?.Statistics ?? (_statistics ??= StatisticsBuilder.Build(_graph.Columns, Names, _sharedParts, _graph.Meta.ExtraNativeBytes));
        }
    }

    /// <summary>Classes with counts and shallow bytes only, where dominators were not computed yet.</summary>
    public IReadOnlyList<HeapClass> ClassSizes
    {
        get
        {
            var assignment = Assignment;
            lock (_gate) return _totals?.Classes.All ?? (_sizes ??= [.. ClassCounts.Of(assignment, _graph.Columns, null).ToClasses(assignment, null).Where(row => row.Count > 0)]);
        }
    }

    /// <summary>Makes shallow sizes final; <see cref="Compute"/> does it too.</summary>
    public void TransferSizes()
    {
        if (_sizesAreFinal) return;
        _sharedParts = ShallowSizeTransfer.Apply(_graph.Columns, Names);
        _sizesAreFinal = true;
    }

    public Totals Compute(Action<string, double>? report, CancellationToken cancellation)
    {
        lock (_gate) return _totals ??= ComputeTotals(report, cancellation);
    }

    public void Dispose()
    {
        _totals?.Dominators.Dispose();
        _totals?.Distances.Dispose();
        _totals?.Classes.ClassOf.Dispose();
        _assignment?.ClassOf.Dispose();
    }

    private sealed record Beside(Distances Distances, SnapshotStatistics Statistics, InterfaceMatch Interfaces);

    private Totals ComputeTotals(Action<string, double>? report, CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        using var memory = NativePages.KeepFreed();
        report?.Invoke("dominators", 0);
        var beside = Task.Run(() => ComputeBeside(cancellation), CancellationToken.None);
        Task underWay = beside; // the one started last
        try
        {
            var (dominators, preorder) = ComputeDominators(report, cancellation);
            using (preorder)
            {
                report?.Invoke("retained sizes", 0.8);
                var (distances, statistics, interfaces) = beside.GetAwaiter().GetResult();
                var classes = Task.Run(() => CountClasses(distances, interfaces), CancellationToken.None);
                underWay = classes;
                var tree = new DominatorTree(dominators, RetainedSizeBuilder.Build(columns, dominators, preorder));
                report?.Invoke("classes", 0.9);
                var (assignment, counts) = classes.GetAwaiter().GetResult();
                var retained = ClassRetention.Of(preorder, tree, columns.Sizes, assignment);
                return new Totals(tree, distances, new HeapClasses(assignment.ClassOf, counts.ToClasses(assignment, retained)), statistics);
            }
        }
        catch
        {
            ((IAsyncResult)underWay).AsyncWaitHandle.WaitOne(); // the columns are in use until it ends, also after a fault or a cancellation here
            throw;
        }
    }

    /// <summary>The dominator of each node, and the nodes in preorder of the tree.</summary>
    private (NativeColumn<int> Dominators, NativeColumn<int> Preorder) ComputeDominators(Action<string, double>? report, CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        var ownership = PageOwnership.Mark(columns, Names);
        using var numbered = DominatorBuilder.Build(columns, new EssentialEdges(columns, Names, ownership.Owned), ownership.Joins, found => report?.Invoke("dominators", 0.12 + (0.5 * found)), cancellation);
        var preorder = DominatorPreorder.Of(numbered);
        return (numbered.ByNode(), preorder);
    }

    private Beside ComputeBeside(CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        TransferSizes();
        var distances = DistanceBuilder.Build(columns, _graph.Strings, Names, cancellation);
        var statistics = StatisticsBuilder.Build(columns, Names, _sharedParts, _graph.Meta.ExtraNativeBytes);
        return new Beside(distances, statistics, InterfaceMatch.Of(_graph, Names));
    }

    private (ClassAssignment Assignment, ClassCounts Counts) CountClasses(Distances distances, InterfaceMatch interfaces)
    {
        _assignment ??= ClassAssignment.Build(_graph, Names, interfaces);
        return (_assignment, ClassCounts.Of(_assignment, _graph.Columns, distances));
    }
}
