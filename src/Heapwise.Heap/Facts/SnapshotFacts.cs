using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The order of work behind a snapshot's facts. Names and sizes are made final first (DOM state, shallow-size transfer);
/// then dominators on one core and distances, classes and statistics on another; retained sizes need both.
/// </summary>
internal sealed class SnapshotFacts : IDisposable
{
    private readonly HeapGraph _graph;
    private readonly Lock _gate = new();
    private ClassAssignment? _assignment;
    private Totals? _totals;

    /// <summary>Makes names and shallow sizes final.</summary>
    public SnapshotFacts(HeapGraph graph)
    {
        _graph = graph;
        Names = new KnownNames(graph.Strings);
        DomState.Propagate(graph.Columns, graph.Strings);
        ShallowSizeTransfer.Apply(graph.Columns, Names);
    }

    public KnownNames Names { get; }

    public ClassAssignment Assignment
    {
        get
        {
            lock (_gate) return _assignment ??= ClassAssignment.Build(_graph, Names);
        }
    }

    /// <summary>Dominators, distances, class totals and statistics together, computed at first use.</summary>
    public Totals All => Compute(null, CancellationToken.None);

    public sealed record Totals(DominatorTree Dominators, Distances Distances, HeapClasses Classes, SnapshotStatistics Statistics);

    public Totals Compute(Action<string, double>? report, CancellationToken cancellation)
    {
        lock (_gate) return _totals ??= ComputeTotals(report, cancellation);
    }

    public void Dispose()
    {
        _totals?.Dominators.Dispose();
        _totals?.Distances.Dispose();
        _assignment?.ClassOf.Dispose();
    }

    private Totals ComputeTotals(Action<string, double>? report, CancellationToken cancellation)
    {
        var columns = _graph.Columns;
        report?.Invoke("dominators", 0);
        var beside = Task.Run(
            () =>
            {
                var distances = DistanceBuilder.Build(columns, _graph.Strings, Names, cancellation);
                _assignment ??= ClassAssignment.Build(_graph, Names);
                return (distances, StatisticsBuilder.Build(columns, Names, _graph.Meta.ExtraNativeBytes));
            },
            cancellation);
        NumberedDominators? numbered = null;
        try
        {
            var owned = PageOwnership.Mark(columns, Names);
            numbered = DominatorBuilder.Build(columns, new EssentialEdges(columns, Names, owned), cancellation);
            report?.Invoke("retained sizes", 0.7);
            var tree = RetainedSizeBuilder.Build(columns, numbered);
            var (distances, statistics) = beside.GetAwaiter().GetResult();
            report?.Invoke("classes", 0.9);
            var assignment = _assignment!; // the task has set it
            var retained = RetainedSizeBuilder.OfClasses(numbered, columns.Sizes, assignment.ClassOf, assignment.Count, tree.Retained);
            var classes = new HeapClasses(assignment.ClassOf, ClassTotals.Build(assignment, columns, distances, retained));
            return new Totals(tree, distances, classes, statistics);
        }
        finally
        {
            numbered?.Dispose();
            ((IAsyncResult)beside).AsyncWaitHandle.WaitOne(); // its columns are in use until it ends, also after a cancellation
        }
    }
}
