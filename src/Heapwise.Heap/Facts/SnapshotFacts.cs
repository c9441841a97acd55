using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// Computes a snapshot's facts in order. Names are made final first. Then two threads work in parallel: one marks what the program
/// owns and computes the dominators; the other transfers sizes and computes distances, statistics and interfaces. Retained sizes
/// need the results of both. Meanwhile the other thread assigns and counts the classes, which waits until then because memory use
/// peaks while dominators are computed.
/// </summary>
internal sealed class SnapshotFacts : IDisposable
{
    private readonly HeapGraph _graph;
    private readonly Lock _gate = new();
    private readonly Lazy<KnownNames> _names;
    private bool _sizesAreFinal;
    private NodeBits? _sharedParts;
    private ClassAssignment? _assignment;
    private volatile Totals? _totals;
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

    /// <summary>Dominators, distances, class totals and statistics together, computed at first use. Without a lock from then on.</summary>
    public Totals All => _totals ?? Compute(null, CancellationToken.None);

    /// <summary>Facts computed earlier, of a graph whose names and sizes are final.</summary>
    public static SnapshotFacts Restored(HeapGraph graph, Totals totals) => new(graph, totals);

    /// <summary>Does not compute dominators.</summary>
    public SnapshotStatistics Statistics
    {
        get
        {
            lock (_gate) return _totals?.Statistics ?? (_statistics ??= BuildStatistics());
        }
    }

    /// <summary>Classes with counts and shallow bytes only, unless dominators are already computed.</summary>
    public IReadOnlyList<HeapClass> ClassSizes
    {
        get
        {
            var assignment = Assignment;
            lock (_gate) return _totals?.Classes.All ?? (_sizes ??= CountSizes(assignment));
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

    /// <summary>What the second thread computes.</summary>
    private sealed record ParallelFacts(Distances Distances, SnapshotStatistics Statistics, InterfaceMatch Interfaces);

    private Totals ComputeTotals(Action<string, double>? report, CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        using var memory = NativePages.KeepFreed();
        report?.Invoke("dominators", 0);
        var parallel = Task.Run(() => ComputeInParallel(cancellation), CancellationToken.None);
        Task lastStarted = parallel;
        try
        {
            var (dominators, preorder) = ComputeDominators(report, cancellation);
            using (preorder)
            {
                report?.Invoke("retained sizes", 0.8);
                var (distances, statistics, interfaces) = parallel.GetAwaiter().GetResult();
                var classes = Task.Run(() => CountClasses(distances, interfaces), CancellationToken.None);
                lastStarted = classes;
                var tree = new DominatorTree(dominators, RetainedSizeBuilder.Build(columns, dominators, preorder));
                report?.Invoke("classes", 0.9);
                var (assignment, counts) = classes.GetAwaiter().GetResult();
                var retained = ClassRetention.Compute(preorder, tree, columns.Sizes, assignment);
                var totals = new HeapClasses(assignment.ClassOf, counts.ToClasses(assignment, retained));
                return new Totals(tree, distances, totals, statistics);
            }
        }
        catch
        {
            // The columns are in use until the other thread ends, even after a fault or a cancellation here.
            ((IAsyncResult)lastStarted).AsyncWaitHandle.WaitOne();
            throw;
        }
    }

    /// <summary>The dominator of each node, and the nodes in preorder of the tree.</summary>
    private (NativeColumn<int> Dominators, NativeColumn<int> Preorder) ComputeDominators(
        Action<string, double>? report,
        CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        var ownership = PageOwnership.Mark(columns, Names);
        var essential = new EssentialEdges(columns, Names, ownership.Owned);
        using var numbered = DominatorBuilder.Build(columns, essential, ownership.Joins, Report, cancellation);
        var preorder = DominatorPreorder.Build(numbered);
        return (numbered.ByNode(), preorder);

        void Report(double searched) => report?.Invoke("dominators", 0.12 + (0.5 * searched));
    }

    private ParallelFacts ComputeInParallel(CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        TransferSizes();
        var distances = DistanceBuilder.Build(columns, _graph.Strings, Names, cancellation);
        return new ParallelFacts(distances, BuildStatistics(), InterfaceMatch.Build(_graph, Names));
    }

    private SnapshotStatistics BuildStatistics() =>
        StatisticsBuilder.Build(_graph.Columns, Names, _sharedParts, _graph.Meta.ExtraNativeBytes);

    private HeapClass[] CountSizes(ClassAssignment assignment)
    {
        var counts = ClassCounts.Count(assignment, _graph.Columns, null);
        return [.. counts.ToClasses(assignment, null).Where(row => row.Count > 0)];
    }

    private (ClassAssignment Assignment, ClassCounts Counts) CountClasses(Distances distances, InterfaceMatch interfaces)
    {
        _assignment ??= ClassAssignment.Build(_graph, Names, interfaces);
        return (_assignment, ClassCounts.Count(_assignment, _graph.Columns, distances));
    }
}
