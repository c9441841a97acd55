using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>What holds the leaked objects: its name, kind and location.</summary>
public sealed class LeakHolderTests
{
    // Context --leaked--> Array --[i]--> {id, text}
    [Fact]
    public void A_growing_array_is_a_leak_with_its_variable_and_rate()
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) =>
        {
            var entry = program.Heap.Object("Object", 32)
                .Property("id", program.Heap.String("s" + i, 24))
                .Property("name", program.Heap.String("n" + i, 24));
            list.Element(i, entry);
        }));

        report.Verdict.ShouldBe(Verdict.Leak);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Pattern.ShouldBe("growing-collection");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("leaked");
        finding.Details.Variable.ShouldBe("leaked");
        finding.Details.Collection.ShouldBe("array");
        finding.ObjectsPerRequest["{id, name}"].ShouldBe(1);
        finding.ObjectsPerRequest["(string)"].ShouldBe(2);
        finding.BytesPerRequest.ShouldBe(80);
        finding.GrowthBytes.ShouldBe(3 * PerRound * 80);
        report.Growth.BytesPerRequest.ShouldBe(80);
        finding.RetainerPath[^1].ClassName.ShouldBe("{id, name}");
        finding.RetainerPath.ShouldContain(step => step.Edge == "leaked" && step.EdgeType == "context");
    }

    // Context --cache--> Map --table--> array --slots--> string keys and values; the table is a new one each time it grows
    [Fact]
    public void A_Map_that_is_rehashed_in_every_round_is_one_cache()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var map = program.Heap.Object("Map", 32);
            program.Scope.Context("cache", map);
            var entries = new List<(TinyNode Key, TinyNode Value)>();
            var table = program.Heap.Array("", 100);
            for (var round = 0; round <= rounds; round++)
            {
                for (var i = 0; i < PerRound; i++) entries.Add((program.Heap.String($"k{round}-{i}", 20), program.Heap.Object("User", 40)));
                if (round > 0) table = program.Heap.Array("", 100 + (round * 100));
            }

            for (var i = 0; i < entries.Count; i++)
            {
                table.Internal($"{10 + (3 * i)}", entries[i].Key).Internal($"{11 + (3 * i)}", entries[i].Value);
            }

            map.Internal("table", table);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Holder.ClassName.ShouldBe("Map");
        finding.Holder.Name.ShouldBe("cache");
        (finding.Details.Collection, finding.Details.Keys, finding.Details.Entries).ShouldBe(("Map", "string", 4 * PerRound));
        finding.ObjectsPerRequest["User"].ShouldBe(1);
        finding.RetainerPath[^1].ClassName.ShouldBe("User");
    }

    [Theory]
    [InlineData(false, "string")]
    [InlineData(true, "integer")]
    public void An_object_used_as_a_table_is_a_cache(bool integers, string keys)
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, table, i) =>
        {
            var value = program.Heap.Object("Session", 40);
            _ = integers ? table.Element(7 * i, value) : table.Property("user" + i, value);
        }, holder: "Object"));

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Details.Keys.ShouldBe(keys);
        finding.Details.Entries.ShouldBe(4 * PerRound);
    }

    // Context --users--> Map --table--> 10 old arrays, each with new entries. Large entries make every array a candidate by itself.
    [Theory]
    [InlineData(40)]
    [InlineData(20_000)]
    public void Many_small_arrays_are_found_at_their_common_holder(long entrySize)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (map, table) = (program.Heap.Object("Map", 32), program.Heap.Array("", 100));
            program.Scope.Context("users", map);
            map.Internal("table", table);
            var logs = Enumerable.Range(0, 10).Select(_ => program.Heap.Object("Array", 16)).ToList();
            for (var i = 0; i < logs.Count; i++)
            {
                table.Internal($"{10 + (3 * i)}", program.Heap.String("user" + i, 20)).Internal($"{11 + (3 * i)}", logs[i]);
            }

            for (var i = 0; i < (rounds + 1) * PerRound; i++) logs[i % 10].Element(i / 10, program.Heap.Object("Entry", entrySize));
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("users");
        finding.Holder.ClassName.ShouldBe("Map");
        finding.Pattern.ShouldBe("growing-collection");
        finding.ObjectsPerRequest["Entry"].ShouldBe(1);
    }

    // state = {...state, items: [...state.items, item]}: the containers are new each time, the entries are not
    [Fact]
    public void An_array_replaced_by_a_longer_copy_is_found_through_its_variable()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var items = new List<TinyNode>();
            TinyNode state = null!, list = null!;
            for (var round = 0; round <= rounds; round++)
            {
                for (var i = 0; i < PerRound; i++) items.Add(program.Heap.Object("Item", 40));
                (state, list) = (program.Heap.Object("Object", 24), program.Heap.Object("Array", 16));
            }

            state.Property("items", list);
            for (var i = 0; i < items.Count; i++) list.Element(i, items[i]);
            program.Scope.Context("state", state);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("state.items");
        finding.Details.Collection.ShouldBe("array");
    }

    // Context --numbers--> Array whose backing store grows; numbers are no objects
    [Fact]
    public void An_array_of_numbers_is_found_by_its_size()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context("latencies", list);
            var elements = program.Heap.Array("(object elements)", 100_000);
            for (var round = 0; round < rounds; round++) elements = program.Heap.Array("(object elements)", 200_000 + (100_000 * round));
            list.Internal("elements", elements);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("latencies");
        finding.Confidence.ShouldBe(Confidence.Medium);
        finding.GrowthBytes.ShouldBe(300_000);
        finding.ObjectsPerRequest.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.Leak);
    }

    // Context --latencies--> Array of numbers, and beside it what V8 keeps for the scope: together they are no second leak
    [Fact]
    public void What_holds_a_growing_array_of_numbers_is_no_leak_of_its_own()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context("latencies", list);
            var (elements, feedback) = (program.Heap.Array("(object elements)", 100_000), program.Heap.Array("", 10_000));
            for (var round = 0; round < rounds; round++)
            {
                elements = program.Heap.Array("(object elements)", 160_000 + (60_000 * round));
                feedback = program.Heap.Array("", 55_000 + (45_000 * round));
            }

            list.Internal("elements", elements);
            program.Scope.Internal("feedback", feedback);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("latencies");
        finding.GrowthBytes.ShouldBe(180_000);
    }

    // Two holders of each entry: the finding names one and mentions the other.
    [Fact]
    public void Another_holder_of_the_leaked_objects_is_mentioned()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (list, set, table) = (program.Heap.Object("Array", 16), program.Heap.Object("Set", 32), program.Heap.Array("", 64));
            program.Scope.Context("audit", list).Context("seen", set);
            set.Internal("table", table);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                var entry = program.Heap.Object("Entry", 40);
                list.Element(i, entry);
                table.Internal($"{10 + (2 * i)}", entry);
            }

            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("audit");
        finding.Details.AlsoHeldBy.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("seen");
    }

    [Fact]
    public void The_location_is_the_statement_that_grows_the_variable()
    {
        const string source = """
            const http = require('http');
            // leaked.push(nothing) in a comment
            const leaked = [];
            leaked.push(first);
            http.createServer((req, res) => {
              const text = `leaked.push(${req.url})`;
              leaked.push({ id: 1, name: text });
              res.end();
            });
            """;
        var finding = TinyProgram.FindLeak(
            rounds => Growing(rounds, (program, list, i) =>
            {
                var (id, name) = (program.Heap.String("s", 24), program.Heap.String("n", 24));
                list.Element(i, program.Heap.Object("Object", 32).Property("id", id).Property("name", name));
            }),
            source);

        var location = finding.Location.ShouldNotBeNull();
        (location.File, location.Line, location.Column).ShouldBe((TinyProgram.File, 7, 3));
        location.Source.ShouldBe("leaked.push({ id: 1, name: text });");
        finding.Details.Declaration.ShouldBe($"{TinyProgram.File}:3:7");
    }

    [Fact]
    public void Without_source_the_location_is_a_function_with_access_to_the_variable()
    {
        var report = TinyProgram.Diagnose(
            rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));

        var place = report.Findings.ShouldHaveSingleItem().Location.ShouldNotBeNull();
        (place.File, place.Line, place.Column).ShouldBe((TinyProgram.File, 10, 5));
    }

    // global --port--> MessagePort --<symbol kEvents>--> Map --table--> array --1--> "message", --2--> list --next--> Listener;
    // Listener --listener--> closure --context--> Context --pages--> Map
    [Fact]
    public void Objects_retained_by_a_listener_are_named_by_variable_not_by_event()
    {
        var report = Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var heap = program.Heap;
            var table = heap.Array("");
            var target = heap.Object("MessagePort", 16).Property("<symbol kEvents>", heap.Object("Map", 16).Internal("table", table));
            var pages = heap.Object("Map", 16);
            var scope = heap.Object("system / Context", 16).Context("pages", pages);
            var listener = heap.Object("Listener", 16)
                .Property("listener", program.Script.Function("onMessage", 12, 1).Internal("context", scope));
            table.Internal("1", heap.String("message")).Internal("2", heap.Object("Object", 16).Property("next", listener));
            program.Global.Property("port", target);
            var entries = heap.Array("");
            pages.Internal("table", entries);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                entries.Internal($"{5 + (3 * i)}", heap.String($"page{i}")).Internal($"{6 + (3 * i)}", heap.Object("Page", 40));
            }

            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("pages");
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Details.Event.ShouldBeNull();
    }

    // Context --prices--> Subject --currentObservers--> Array --[i]--> Observer, an Array that is copied anew after each round;
    // Subject --observers--> Array --[i]--> the same observers
    [Fact]
    public void A_copy_made_anew_in_each_round_does_not_hide_the_list()
    {
        var report = Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var heap = program.Heap;
            var subject = heap.Object("Subject", 16);
            var observers = heap.Object("Array", 16);
            program.Scope.Context("prices", subject);
            var copy = heap.Object("Array", 16);
            for (var round = 0; round <= rounds; round++)
            {
                for (var i = round * PerRound; i < (round + 1) * PerRound; i++)
                {
                    var rows = heap.Object("Array", 16);
                    for (var row = 0; row < 10; row++) rows.Element(row, heap.Object("Row", 16));
                    observers.Element(i, heap.Object("Observer", 40).Property("rows", rows));
                }

                copy = heap.Object("Array", 16);
            }

            foreach (var observer in observers.Edges.Select(edge => edge.To)) copy.Element(copy.Edges.Count, observer);
            subject.Property("currentObservers", copy).Property("observers", observers);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("prices.observers");
        finding.ObjectsPerRequest["Observer"].ShouldBe(1);
    }
}
