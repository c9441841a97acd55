using Heapwise.Analysis.Leaks;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>What grows or survives without being a leak.</summary>
public sealed class HealthyHeapTests
{
    // A full cache: each round's entries replace those of the round before last, all of them survive two rounds.
    [Fact]
    public void A_full_cache_that_replaces_its_entries_is_not_a_leak()
    {
        const int capacity = 4 * PerRound;
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context("recent", list);
            var all = Enumerable.Range(0, capacity + (rounds * PerRound)).Select(_ => program.Heap.Object("Entry", 40)).ToList();
            var kept = all.TakeLast(capacity).ToList();
            for (var i = 0; i < kept.Count; i++) list.Element(i, kept[i]);
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    [Fact]
    public void What_takes_no_memory_is_not_a_leak() =>
        TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Proxy", 0))))
            .Findings.ShouldBeEmpty();

    // (Stack roots) --> system / Context --rows--> Array --elements--> a larger store in each snapshot, as near the heap's limit
    [Fact]
    public void What_only_a_running_function_holds_is_not_a_leak_yet()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (stack, scope, rows) = (program.Heap.Synthetic("(Stack roots)"), program.Heap.Object("system / Context", 32),
                program.Heap.Object("Array", 16));
            program.Heap.Root.Element(1, stack);
            stack.Internal("6", scope);
            scope.Context("rows", rows);
            rows.Internal("elements", program.Heap.Array("(object elements)", 100_000 * (rounds + 1)));
            for (var i = 0; i < rounds; i++) program.Heap.Object("Garbage", 16);
            return program;
        });

        report.Findings.ShouldBeEmpty();
    }

    // A full Map drops its oldest entry for each new one; the dropped ones leave V8's hole in their slots until the table is made anew.
    [Fact]
    public void A_full_Map_whose_table_fills_with_holes_is_not_a_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (map, table, hole) = (program.Heap.Object("Map", 32), program.Heap.Array("", 5000), program.Heap.Hidden("system / Hole"));
            program.Scope.Context("cache", map);
            map.Internal("table", table);
            var all = Enumerable.Range(0, 100 + (rounds * PerRound)).Select(_ => program.Heap.Object("Entry", 40)).ToList();
            for (var i = 0; i < all.Count; i++) table.Internal($"{10 + (3 * i)}", i < all.Count - 100 ? hole : all[i]);
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    // While an inspector is attached it keeps what the program logs: (Global handles) --"12 / DevTools console"--> message
    [Fact]
    public void Console_messages_retained_by_the_inspector_are_not_a_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (roots, handles) = (program.Heap.Synthetic("(GC roots)"), program.Heap.Synthetic("(Global handles)"));
            program.Heap.Root.Element(1, roots);
            roots.Element(1, handles);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                handles.Internal($"{i} / DevTools console", program.Heap.Object("Logged", 40));
            }

            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    [Fact]
    public void Objects_born_only_in_the_last_round_are_not_a_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context("current", list);
            for (var i = 0; i < rounds * PerRound; i++)
            {
                var entry = program.Heap.Object("Entry", 40);
                if (i >= (rounds - 1) * PerRound) list.Element(i, entry);
            }

            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    // function --code--> code --> constants of each round
    [Fact]
    public void Code_that_V8_compiles_in_every_round_is_not_a_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var code = program.Heap.Code("(code)", 100);
            program.Handler.Internal("code", code);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) code.Internal($"{i}", program.Heap.Node("code", "(bytecode)", 200));
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }
}
