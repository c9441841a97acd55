using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Structure;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Snapshots of different processes, compared by structure. Each process has numbered its objects in its own way.</summary>
public sealed class StructureTests
{
    [Fact]
    public void A_collection_that_holds_more_in_the_second_process_is_found_with_its_holder()
    {
        var report = Compare(Sessions(10), Sessions(100, before: 7));

        report.ComparedBy.ShouldBe(ComparedBy.Structure);
        report.Verdict.ShouldBe(Verdict.Inconclusive);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("leaked");
        finding.SurvivorsPerRound["Session"].ShouldBe([90L]);
        finding.Confidence.ShouldBe(Confidence.Low);
        finding.Title.ShouldContain("holds 90 Session objects more in b than in a");
    }

    [Fact]
    public void Two_processes_that_hold_the_same_differ_in_nothing()
    {
        var report = Compare(Sessions(100), Sessions(100, before: 7));

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.Inconclusive);
    }

    // Two processes of one program differ by a few connections and timers at any moment.
    [Theory]
    [InlineData(5, 24)]
    [InlineData(1_000, 1_200)]
    [InlineData(100, 10)]
    public void A_little_more_or_less_is_nothing(int first, int second) =>
        Compare(Sessions(first), Sessions(second, before: 7)).Findings.ShouldBeEmpty();

    [Fact]
    public void Growth_in_order_of_three_files_is_more_certain()
    {
        var report = Compare(Sessions(10), Sessions(50, before: 3), Sessions(400, before: 7));

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Confidence.ShouldBe(Confidence.Medium);
        finding.SurvivorsPerRound["Session"].ShouldBe([40L, 350L]);
    }

    [Fact]
    public void What_does_not_grow_from_each_file_to_the_next_is_not_named() =>
        Compare(Sessions(10), Sessions(500, before: 3), Sessions(400, before: 7)).Findings.ShouldBeEmpty();

    // scope --leaked--> Node --next--> Node --next--> … : new nodes are put in front.
    [Fact]
    public void A_list_is_one_group_however_long_it_is()
    {
        var finding = Compare(List(10), List(100, before: 7)).Findings.ShouldHaveSingleItem();

        finding.Holder.Name.ShouldBe("leaked");
        finding.SurvivorsPerRound["Node"].ShouldBe([90L]);
    }

    // scope --stop--> AbortSignal --<symbol kEvents>--> Map --table--> array --1--> "abort", --2--> list --next--> Listener --next--> …
    [Fact]
    public void Listeners_of_a_signal_are_named_by_their_event()
    {
        using var first = Signal(10).Heap.Open();
        using var last = Signal(100, before: 7).Heap.Open();

        var holder = GrownPaths.Find(last, [StructureCensus.From(first)]).ShouldHaveSingleItem().Holder;

        (holder.Label, holder.Listeners?.Event).ShouldBe(("stop", "abort"));

        static TinyProgram Signal(int listeners, int before = 0)
        {
            var program = Process(before);
            var heap = program.Heap;
            var last = heap.Object("Object", 16);
            var table = heap.Array("").Internal("1", heap.String("abort")).Internal("2", last);
            var events = heap.Object("Map", 16).Internal("table", table);
            program.Scope.Context("stop", heap.Object("AbortSignal", 16).Property("<symbol kEvents>", events));
            for (var i = 0; i < listeners; i++)
            {
                var listener = heap.Object("Listener", 64);
                last.Property("next", listener);
                last = listener;
            }

            return program;
        }
    }

    // No objects are added: the array of numbers only retains a larger store.
    [Fact]
    public void A_store_of_numbers_that_is_larger_is_found_by_its_bytes()
    {
        var finding = Compare(Numbers(8_000), Numbers(400_000, before: 7)).Findings.ShouldHaveSingleItem();

        finding.Holder.Name.ShouldBe("leaked");
        finding.GrowthBytes.ShouldBe(392_000);
    }

    [Fact]
    public void Keys_with_numbers_and_keys_of_tables_are_one_path()
    {
        using var heap = Table(40).Open();
        using var paths = RootPaths.ComputeByNames(heap);
        using var groups = StructureGroups.Find(paths);

        Enumerable.Range(0, groups.Count).Select(group => groups[group].Count).Max().ShouldBe(40);

        static TinyHeap Table(int entries)
        {
            var heap = new TinyHeap();
            var table = heap.Object("Object", 32);
            heap.Root.Shortcut("global", table);
            for (var i = 0; i < entries; i++)
            {
                var name = (i % 2 == 0 ? "user" : ((char)('a' + (i % 26))).ToString()) + i;
                table.Property(name, heap.Object("Session", 64));
            }

            return heap;
        }
    }

    /// <summary>root ─▶ A ─next▶ B ─next▶ B, of 10, 20 and 30 bytes: A retains 60, both Bs 50.</summary>
    [Fact]
    public void Members_below_other_members_are_not_counted_twice()
    {
        var heap = new TinyHeap();
        var last = heap.Object("B", 30);
        heap.Root.Shortcut("global", heap.Object("A", 10).Property("next", heap.Object("B", 20).Property("next", last)));
        using var snapshot = heap.Open();
        using var paths = RootPaths.ComputeByNames(snapshot);
        using var groups = StructureGroups.Find(paths);

        var group = groups[groups.GroupOf(last)];
        (group.Count, group.ShallowBytes, group.RetainedBytes).ShouldBe((2, 50L, 50L));
    }

    [Fact]
    public void The_same_objects_held_in_another_way_are_no_growth()
    {
        var report = Compare(Named("kept"), Named("held", before: 7));

        report.Findings.ShouldBeEmpty();

        static TinyProgram Named(string variable, int before = 0)
        {
            var program = Process(before);
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context(variable, list);
            for (var i = 0; i < 100; i++) list.Element(i, program.Heap.Object("Session", 64));
            return program;
        }
    }

    // In the second process the same table is reached by another variable, and objects of its entries' class accumulate elsewhere.
    [Fact]
    public void A_table_that_is_reached_in_another_way_is_no_growth_though_its_class_grows()
    {
        var finding = Compare(Colors("a", 10), Colors("b", 200, before: 7)).Findings.ShouldHaveSingleItem();

        finding.Holder.Name.ShouldBe("leaked");

        static TinyProgram Colors(string variable, int leaked, int before = 0)
        {
            var program = Process(before);
            var colors = program.Heap.Object("Object", 32);
            program.Scope.Context(variable, program.Heap.Object("Palette", 32).Property("colors", colors));
            for (var i = 0; i < 50; i++) colors.Property("color" + i, program.Heap.Object("Array", 32));
            var list = program.Heap.Object("Set", 16);
            program.Scope.Context("leaked", list);
            for (var i = 0; i < leaked; i++) list.Element(i, program.Heap.Object("Array", 64));
            return program;
        }
    }

    private static TinyProgram Sessions(int count, int before = 0)
    {
        var program = Process(before);
        var list = program.Heap.Object("Array", 16);
        program.Scope.Context("leaked", list);
        for (var i = 0; i < count; i++)
            list.Element(i, program.Heap.Object("Session", 64).Property("user", program.Heap.String("user " + i, 32)));
        return program;
    }

    private static TinyProgram List(int count, int before = 0)
    {
        var program = Process(before);
        var node = program.Heap.Object("Node", 64);
        program.Scope.Context("leaked", node);
        for (var i = 1; i < count; i++)
        {
            var next = program.Heap.Object("Node", 64);
            node.Property("next", next);
            node = next;
        }

        return program;
    }

    private static TinyProgram Numbers(long bytes, int before = 0)
    {
        var program = Process(before);
        var store = program.Heap.Array("(object elements)", bytes);
        program.Scope.Context("leaked", program.Heap.Object("Array", 16).Internal("elements", store));
        return program;
    }

    /// <summary>A program that had other objects before, so that its ids are different ones.</summary>
    private static TinyProgram Process(int before)
    {
        var program = new TinyProgram();
        for (var i = 0; i < before; i++) program.Heap.Object("Gone", 16);
        return program;
    }

    private static DiagnosisReport Compare(params TinyProgram[] processes)
    {
        var earlier = new List<StructureCensus>();
        foreach (var process in processes.SkipLast(1))
        {
            using var snapshot = process.Heap.Open();
            earlier.Add(StructureCensus.From(snapshot));
        }

        using var last = processes[^1].Heap.Open();
        List<Round> rounds = [.. processes.Select(_ => TestRound.Of(heap: 5_000_000))];
        var diagnosis = StructureAnalysis.Analyze(new DiagnosisTarget.Files("a", "b"), rounds, earlier, last, new AnalysisOptions());
        return DiagnosisReport.From(diagnosis, ReportLanguages.English);
    }
}
