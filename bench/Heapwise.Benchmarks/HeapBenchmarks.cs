using BenchmarkDotNet.Attributes;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Facts.Reachability;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;

namespace Heapwise.Benchmarks;

/// <summary>
/// Each phase of opening a snapshot on its own. <c>HEAPWISE_BENCH_FILE</c> names the snapshot.
/// <c>HEAPWISE_DECODER=word</c> or <c>scalar</c> in the environment measures the other decoders.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class HeapBenchmarks
{
    private string _file = "";
    private HeapGraph _graph = null!; // Open sets it before any benchmark runs
    private KnownNames _names = null!; // as above

    [GlobalSetup]
    public void Open()
    {
        _file = Environment.GetEnvironmentVariable("HEAPWISE_BENCH_FILE")
            ?? throw new InvalidOperationException("Set HEAPWISE_BENCH_FILE to a .heapsnapshot file.");
        _graph = ReadGraph();
        _names = new KnownNames(_graph.Strings);
    }

    [GlobalCleanup]
    public void Close() => _graph.Dispose();

    [Benchmark]
    public int Read()
    {
        using var graph = ReadGraph();
        return graph.NodeCount;
    }

    [Benchmark]
    public int KnownNames() => new KnownNames(_graph.Strings).Object;

    [Benchmark]
    public void Transfer() => ShallowSizeTransfer.Apply(_graph.Columns, _names); // a second pass moves nothing more, but does the same walk

    [Benchmark]
    public int Dominators()
    {
        var ownership = PageOwnership.Mark(_graph.Columns, _names);
        var essential = new EssentialEdges(_graph.Columns, _names, ownership.Owned);
        using var numbered = DominatorBuilder.Build(_graph.Columns, essential, ownership.Joins, null, CancellationToken.None);
        return numbered.Count;
    }

    [Benchmark]
    public int DistancesFromRoots()
    {
        using var distances = DistanceBuilder.Build(_graph.Columns, _graph.Strings, _names, CancellationToken.None);
        return distances.Of(new NodeIndex(0));
    }

    [Benchmark]
    public int ClassesAndInterfaces()
    {
        var assignment = ClassAssignment.Build(_graph, _names);
        assignment.ClassOf.Dispose();
        return assignment.Count;
    }

    [Benchmark]
    public int AllRetainers()
    {
        using var retainers = new Retainers(_graph);
        return retainers.CountOf(new NodeIndex(0));
    }

    [Benchmark]
    public int ComparisonWithItself()
    {
        using var before = HeapSnapshot.Open(_file, new HeapOpenOptions { Complete = false });
        return HeapSnapshot.Compare(before, before).Count;
    }

    private HeapGraph ReadGraph()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return SnapshotReader.Read(stream, _file, ByteWindow.StandardBlockBytes, (_, _) => { }, keepTraces: false, CancellationToken.None);
    }
}
