using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class ProcessMarkTests
{
    [Fact]
    public void Later_snapshots_of_one_process_agree_on_common_ids()
    {
        using var before = Heap(300, "Thing").Open();
        using var after = Heap(500, "Thing").Open();

        var (marked, found, same) = ProcessMark.From(before).Match(after);
        (found, same).ShouldBe((marked, marked));
        Should.NotThrow(() => SameProcess.Require(ProcessMark.From(before), after));
    }

    // V8 drops the bytecode of functions that have not run for a while, and replaces it with the data needed to compile them again.
    [Fact]
    public void Code_dropped_by_V8_does_not_mean_another_process()
    {
        using var before = Code(heap => heap.Hidden("system / BytecodeWrapper")).Open();
        using var after = Code(heap => heap.Code("system / UncompiledDataWithPreparseData")).Open();

        Should.NotThrow(() => SameProcess.Require(ProcessMark.From(before), after));

        static TinyHeap Code(Func<TinyHeap, TinyNode> make)
        {
            var heap = new TinyHeap();
            for (var i = 0; i < 100; i++) heap.Root.Element(i, heap.Object("Thing").Internal("code", make(heap)));
            return heap;
        }
    }

    [Fact]
    public void Ids_of_different_objects_mean_another_process()
    {
        using var before = Heap(300, "Thing").Open();
        using var after = Heap(300, "Other").Open();

        var problem = Should.Throw<DifferentProcessesException>(() => SameProcess.Require(ProcessMark.From(before), after));
        problem.Message.ShouldContain("not of one process");
        problem.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Snapshots_without_common_ids_are_not_of_one_process()
    {
        using var before = Heap(300, "Thing").Open();
        using var after = Heap(300, "Thing", firstId: 100_001).Open();

        Should.Throw<DifferentProcessesException>(() => SameProcess.Require(ProcessMark.From(before), after));
    }

    [Fact]
    public void Comparing_different_processes_is_refused()
    {
        using var before = Heap(300, "Thing").Open();
        using var after = Heap(300, "Other").Open();

        Should.Throw<DifferentProcessesException>(() => DiffReport.From(before, after));
    }

    private static TinyHeap Heap(int count, string name, long firstId = 3)
    {
        var heap = new TinyHeap();
        for (var i = 0; i < count; i++) heap.Root.Shortcut("x", heap.Node("object", name + (i % 7), 16, firstId + (2 * i)));
        return heap;
    }
}
