using System.Globalization;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Suspects;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>What a single snapshot shows: who holds much of it. Each program has a variable or two of a script of its own.</summary>
public sealed class SuspectTests
{
    private const int Large = 50_000;

    // Context --leaked--> Array --[N]--> Item x 60, 50 kB each
    [Fact]
    public void A_container_that_holds_much_is_a_suspect_by_its_name()
    {
        var program = new TinyProgram();
        program.Scope.Context("leaked", ArrayOf(program, "Item", 60, Large));
        var findings = Find(program);

        findings.Verdict.ShouldBe(SuspectsVerdict.Suspects);
        var suspect = findings.Suspects.ShouldHaveSingleItem();
        suspect.Leak.Holder.ShortName.ShouldBe("leaked");
        suspect.Leak.Pattern.ShouldBeOfType<GrowingCollectionPattern>();
        suspect.Owner.ShouldBe(SuspectOwner.Program);
        suspect.Entries.ShouldBe(60);
        suspect.HeldBytes.ShouldBe((60 * Large) + 16, "the array itself counts");
        suspect.Classes.ShouldHaveSingleItem().ShouldBe(new HeldClass("Item", 60, 60 * Large));
        suspect.Share.ShouldBeGreaterThan(0.95);
    }

    // Context --leaked--> Array of 10 kB, next to an Array of 5 MB
    [Fact]
    public void What_holds_less_than_a_tenth_is_none()
    {
        var program = new TinyProgram();
        program.Scope.Context("small", ArrayOf(program, "Item", 60, 5_000)).Context("large", ArrayOf(program, "Item", 100, Large));
        Find(program).Suspects.ShouldHaveSingleItem().Leak.Holder.ShortName.ShouldBe("large");
    }

    // Context --leaked--> Array --[N]--> Item x 60, 100 bytes each
    [Fact]
    public void In_a_small_heap_nothing_is_suspected()
    {
        var program = new TinyProgram();
        program.Scope.Context("leaked", ArrayOf(program, "Item", 60, 100));
        var findings = Find(program);

        findings.Verdict.ShouldBe(SuspectsVerdict.NoSuspects);
        findings.Suspects.ShouldBeEmpty();
        ReportLanguages.English.Describe(findings).ShouldContain("nothing that the program holds makes up 1 MB or more");
    }

    // Context --queue--> Object --head--> Node --next--> Node ... x 60, 50 kB each
    [Fact]
    public void A_list_is_a_suspect_at_its_head()
    {
        var program = new TinyProgram();
        var queue = program.Heap.Object("Object", 32);
        program.Scope.Context("queue", queue);
        var tail = program.Heap.Object("Node", Large);
        queue.Property("head", tail);
        for (var i = 1; i < 60; i++)
        {
            var node = program.Heap.Object("Node", Large);
            tail.Property("next", node);
            tail = node;
        }

        var suspect = Find(program).Suspects.ShouldHaveSingleItem();
        suspect.Leak.Holder.ShortName.ShouldBe("queue.head");
        suspect.Entries.ShouldBe(60);
    }

    // Context --image--> Buffer --buffer--> ArrayBuffer --backing_store--> 5 MB
    [Fact]
    public void A_single_large_buffer_is_a_suspect_by_the_name_of_its_view()
    {
        var program = new TinyProgram();
        var buffer = program.Heap.Object("ArrayBuffer", 64);
        buffer.Internal("backing_store", program.Heap.Native("system / JSArrayBufferData", 5_000_000));
        program.Scope.Context("image", program.Heap.Object("Buffer", 96).Internal("buffer", buffer));
        var suspect = Find(program).Suspects.ShouldHaveSingleItem();

        suspect.Leak.Holder.ShortName.ShouldBe("image");
        suspect.Entries.ShouldBeNull();
    }

    // Context --finished--> FinalizationRegistry of 700 kB --> WeakCell --> WeakCell ... x 60, each of no size, with a Job of 12 kB
    [Fact]
    public void A_registry_counts_with_the_cells_that_are_part_of_it()
    {
        var program = new TinyProgram();
        var registry = program.Heap.Object("FinalizationRegistry", 700_000);
        program.Scope.Context("finished", registry);
        TinyNode? newest = null;
        for (var i = 0; i < 60; i++)
        {
            var cell = program.Heap.Hidden("system / WeakCell", 0).Hidden(0, registry).Hidden(2, program.Heap.Object("Job", 12_000));
            if (newest is not null) cell.Hidden(4, newest);
            newest = cell;
        }

        registry.Hidden(4, newest!); // there are 60
        var suspect = Find(program).Suspects.ShouldHaveSingleItem();

        suspect.Leak.Holder.ShortName.ShouldBe("finished");
        suspect.Leak.Pattern.ShouldBeOfType<WeakReferencePattern>();
        suspect.HeldBytes.ShouldBe(700_000 + (60 * 12_000));
    }

    // Two variables of one scope, each of which holds less than a tenth
    [Fact]
    public void A_scope_whose_variables_are_small_is_none()
    {
        var program = new TinyProgram();
        for (var i = 0; i < 20; i++) program.Scope.Context("part" + i, program.Heap.Object("Part" + i, Large * 2));
        Find(program).Suspects.ShouldBeEmpty();
    }

    // global --setTimeout--> closure of node: --context--> Context --table--> Array --[N]--> Item x 60
    [Fact]
    public void What_Node_keeps_for_itself_is_none()
    {
        var program = new TinyProgram();
        var scope = program.Heap.Object("system / Context", 48);
        var inside = program.Heap.Script(8, "node:internal/url").Function("inside", 1, 1, 64);
        program.Global.Property("inside", inside.Internal("context", scope));
        scope.Context("table", ArrayOf(program, "Object", 60, Large));
        Find(program).Suspects.ShouldBeEmpty();
    }

    // Context --all--> Array --[N]--> Session x 60 <--N-- table <-- Map <--byId-- Context
    [Fact]
    public void Objects_in_two_containers_are_one_suspect()
    {
        var program = new TinyProgram();
        var (all, map, table) = (program.Heap.Object("Array", 16), program.Heap.Object("Map", 32), program.Heap.Array("", 128));
        program.Scope.Context("all", all).Context("byId", map.Internal("table", table));
        for (var i = 0; i < 60; i++)
        {
            var session = program.Heap.Object("Session", Large);
            all.Element(i, session);
            table.Internal(Text(3 * i), session);
        }

        var suspect = Find(program).Suspects.ShouldHaveSingleItem();
        suspect.Leak.Holder.ShortName.ShouldBe("all");
        suspect.RetainedBytes.ShouldBeLessThan(1_000, "the sessions are held by the Map as well");
        ReportLanguages.English.Describe(suspect).Explanation.ShouldEndWith("something else holds the rest, too.");
    }

    [Theory]
    [InlineData("function handler(item) { if (leaked.length > 100) leaked.shift(); leaked.push(item); }", true)]
    [InlineData("function handler(item) { leaked.push(item); }", false)]
    public void What_the_program_bounds_makes_no_verdict(string source, bool isBounded)
    {
        var program = new TinyProgram();
        program.Scope.Context("leaked", ArrayOf(program, "Item", 60, Large));
        var findings = Find(program, "const leaked = [];\n" + source);

        findings.Suspects.ShouldHaveSingleItem().IsBounded.ShouldBe(isBounded);
        findings.Verdict.ShouldBe(isBounded ? SuspectsVerdict.NoSuspects : SuspectsVerdict.Suspects);
    }

    // Context --bus--> EventEmitter --_events--> Object --tick--> Array --[N]--> closure x 300, small
    [Fact]
    public void Hundreds_of_listeners_are_a_suspect_however_small()
    {
        var program = new TinyProgram();
        var (bus, events, list) =
            (program.Heap.Object("EventEmitter", 64), program.Heap.Object("Object", 32), program.Heap.Object("Array", 16));
        program.Scope.Context("bus", bus.Property("_events", events.Property("tick", list)));
        for (var i = 0; i < 300; i++) list.Element(i, program.Script.Function("onTick", 20, 4, 64));

        var suspect = Find(program).Suspects.ShouldHaveSingleItem();
        suspect.Leak.Pattern.ShouldBeOfType<EventListenerPattern.Listeners>();
        suspect.Leak.Holder.ShortName.ShouldBe("bus");
        suspect.Entries.ShouldBe(300);
    }

    [Fact]
    public void A_suspect_that_is_ignored_by_its_fingerprint_is_left_out()
    {
        var program = new TinyProgram();
        program.Scope.Context("leaked", ArrayOf(program, "Item", 60, Large));
        var fingerprint = Find(program).Suspects[0].Leak.Fingerprint;
        using var snapshot = program.Heap.Open();
        SuspectAnalysis.Analyze(snapshot, null, new HashSet<string> { fingerprint }).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void Equal_strings_that_waste_much_are_a_sign()
    {
        var program = new TinyProgram();
        var names = program.Heap.Object("Array", 16);
        program.Scope.Context("names", names);
        for (var i = 0; i < 60; i++) names.Element(i, program.Heap.String("the same", Large));
        var sign = Find(program).Signs.ShouldHaveSingleItem().ShouldBeOfType<SuspectSign.EqualStrings>();

        sign.Largest.Count.ShouldBe(60);
        sign.WastedBytes.ShouldBe(59 * Large);
    }

    [Fact]
    public void Held_bytes_are_those_of_all_nodes_whose_best_path_leads_through()
    {
        var random = new Random(20);
        for (var graph = 0; graph < 20; graph++)
        {
            var heap = new TinyHeap();
            for (var i = 0; i < 60; i++) heap.Object("A", random.Next(8, 200));
            heap.Root.Shortcut("global", heap.Nodes[1]);
            for (var i = 0; i < 150; i++) heap.Nodes[random.Next(1, 61)].Property("p" + Text(i), heap.Nodes[random.Next(1, 61)]);
            using var snapshot = heap.Open();
            using var paths = RootPaths.Compute(snapshot);
            using var held = HeldBytes.Compute(paths);

            var expected = new long[snapshot.NodeCount];
            for (var i = 0; i < snapshot.NodeCount; i++)
            {
                foreach (var hop in paths.FindPath(new NodeIndex(i))?.Hops ?? [])
                    expected[hop.Node.Value] += snapshot.Graph.ShallowSizeOf(new NodeIndex(i));
            }

            for (var i = 0; i < snapshot.NodeCount; i++)
            {
                if (paths.Reaches(new NodeIndex(i))) held.Of(new NodeIndex(i)).ShouldBe(expected[i], heap.ToString());
            }

            held.Total.ShouldBe(expected[0]);
        }
    }

    private static SuspectFindings Find(TinyProgram program, string? source = null)
    {
        using var snapshot = program.Heap.Open();
        return SuspectAnalysis.Analyze(snapshot, source is null ? null : new TinyProgram.OneSource(source));
    }

    private static TinyNode ArrayOf(TinyProgram program, string className, int count, long bytes)
    {
        var list = program.Heap.Object("Array", 16);
        for (var i = 0; i < count; i++) list.Element(i, program.Heap.Object(className, bytes));
        return list;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
