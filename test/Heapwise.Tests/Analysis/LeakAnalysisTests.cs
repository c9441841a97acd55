using Heapwise.Analysis;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class LeakAnalysisTests
{
    private const int PerRound = 20;

    // Context --leaked--> Array --[i]--> {id, text}
    [Fact]
    public void A_growing_array_is_a_leak_with_its_variable_and_rate()
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) =>
        {
            var entry = program.Heap.Object("Object", 32).Property("id", program.Heap.String("s" + i, 24)).Property("name", program.Heap.String("n" + i, 24));
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

            for (var i = 0; i < entries.Count; i++) table.Internal($"{10 + (3 * i)}", entries[i].Key).Internal($"{11 + (3 * i)}", entries[i].Value);
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

    // Context --users--> Map --table--> 10 old arrays, each with new entries
    [Fact]
    public void Many_small_arrays_are_found_where_they_come_together()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (map, table) = (program.Heap.Object("Map", 32), program.Heap.Array("", 100));
            program.Scope.Context("users", map);
            map.Internal("table", table);
            var logs = Enumerable.Range(0, 10).Select(_ => program.Heap.Object("Array", 16)).ToList();
            for (var i = 0; i < logs.Count; i++) table.Internal($"{10 + (3 * i)}", program.Heap.String("user" + i, 20)).Internal($"{11 + (3 * i)}", logs[i]);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) logs[i % 10].Element(i / 10, program.Heap.Object("Entry", 40));
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("users");
        finding.Holder.ClassName.ShouldBe("Map");
        finding.Pattern.ShouldBe("growing-collection");
        finding.ObjectsPerRequest["Entry"].ShouldBe(1);
    }

    // Context --queue--> Object --head--> Node --next--> Node ... --next--> tail, grown at the tail
    [Fact]
    public void A_list_grown_at_its_tail_is_found_at_its_head()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var queue = program.Heap.Object("Object", 32);
            program.Scope.Context("queue", queue);
            var tail = program.Heap.Object("Node", 40);
            queue.Property("head", tail);
            for (var i = 1; i < (rounds + 1) * PerRound; i++)
            {
                var node = program.Heap.Object("Node", 40);
                tail.Property("next", node);
                tail = node;
            }

            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("queue.head");
        finding.Details.Collection.ShouldBe("linked list");
        finding.ObjectsPerRequest["Node"].ShouldBe(1);
        finding.RetainerPath.ShouldContain(step => step.Edge == "next" && step.Repeat > 3);
    }

    // Context --head--> newest --next--> ... --next--> oldest, grown at the head
    [Fact]
    public void A_list_grown_at_its_head_is_named_by_its_variable()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            TinyNode? head = null;
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                var node = program.Heap.Object("Node", 40);
                if (head is not null) node.Property("next", head);
                head = node;
            }

            program.Scope.Context("head", head!);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("head");
        finding.Details.Collection.ShouldBe("linked list");
        finding.ObjectsPerRequest["Node"].ShouldBe(1);
    }

    // Context --queue--> Object --head--> Node <=next, prev=> Node ... <--tail-- Object
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_list_linked_both_ways_is_one_finding(int warmUpRounds)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var queue = program.Heap.Object("Object", 32);
            program.Scope.Context("queue", queue);
            var nodes = Enumerable.Range(0, (rounds + warmUpRounds) * PerRound).Select(_ => program.Heap.Object("Node", 40)).ToList();
            queue.Property("head", nodes[0]).Property("tail", nodes[^1]);
            for (var i = 1; i < nodes.Count; i++)
            {
                nodes[i - 1].Property("next", nodes[i]);
                nodes[i].Property("prev", nodes[i - 1]);
            }

            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Details.Collection.ShouldBe("linked list");
        finding.Details.Variable.ShouldBe("queue");
        finding.ObjectsPerRequest["Node"].ShouldBe(1);
        finding.Confidence.ShouldBe(Confidence.High);
    }

    // A full list that drops its oldest node for each new one.
    [Fact]
    public void A_list_that_drops_as_many_nodes_as_it_gets_is_no_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var queue = program.Heap.Object("Object", 32);
            program.Scope.Context("queue", queue);
            var nodes = Enumerable.Range(rounds * PerRound, 5 * PerRound).Select(i => program.Heap.Node("object", "Node", 40, id: 1001 + (2 * i))).ToList();
            queue.Property("head", nodes[0]).Property("tail", nodes[^1]);
            for (var i = 1; i < nodes.Count; i++) nodes[i - 1].Property("next", nodes[i]);
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    // state = {...state, items: [...state.items, item]}: the containers are new each time, the entries are not
    [Fact]
    public void An_array_replaced_by_a_longer_copy_is_found_below_its_variable()
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

    [Fact]
    public void Two_leaks_are_two_findings_the_larger_first()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (small, large) = (program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
            program.Scope.Context("small", small).Context("large", large);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                small.Element(i, program.Heap.Object("Small", 16));
                large.Element(i, program.Heap.Object("Large", 400));
            }

            return program;
        });

        report.Findings.Select(finding => finding.Holder.Name).ShouldBe(["large", "small"]);
        report.Findings.Select(finding => finding.Fingerprint).Distinct().Count().ShouldBe(2);
    }

    // A full cache: each round's entries replace those of the round before last, all of them survive two rounds.
    [Fact]
    public void A_full_cache_that_replaces_its_entries_is_no_leak()
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

    // A full Map drops its oldest entry for each new one; the dropped ones leave V8's hole in their slots until the table is made anew.
    [Fact]
    public void A_full_Map_whose_table_fills_with_holes_is_no_leak()
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
    public void What_the_inspector_keeps_of_the_console_is_no_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (roots, handles) = (program.Heap.Synthetic("(GC roots)"), program.Heap.Synthetic("(Global handles)"));
            program.Heap.Root.Element(1, roots);
            roots.Element(1, handles);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) handles.Internal($"{i} / DevTools console", program.Heap.Object("Logged", 40));
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }

    // Other things that come and go beside a leak, such as connections, must not hide it.
    [Fact]
    public void A_leak_is_found_beside_a_burst_of_the_last_round()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = Growing(rounds, (inner, list, i) => list.Element(i, inner.Heap.Object("Entry", 40)));
            for (var i = 0; rounds == 3 && i < 40 * PerRound; i++) program.Global.Property("socket" + i, program.Heap.Object("Socket", 100));
            return program;
        });

        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("leaked");
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

    // The cache of a library keeps keys and values in two arrays: one cache to the program.
    [Fact]
    public void Containers_inside_one_object_of_a_library_are_one_finding()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            _ = program.Heap.Script(8, "/app/node_modules/lru/index.js").Function("LRU", 4, 0);
            var (lru, keys, values) = (program.Heap.Object("LRU", 32).At(8, 4, 0), program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
            program.Scope.Context("cache", lru);
            lru.Property("keys", keys).Property("values", values);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                keys.Element(i, program.Heap.Object("Key", 24));
                values.Element(i, program.Heap.Object("User", 40));
            }

            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Library.ShouldBe("lru");
        finding.Details.Variable.ShouldBe("cache");
        finding.ObjectsPerRequest.ShouldBe(new Dictionary<string, double> { ["Key"] = 1, ["User"] = 1 }, ignoreOrder: true);
        finding.BytesPerRequest.ShouldBe(64);
    }

    [Fact]
    public void What_was_born_in_the_last_round_alone_is_no_leak()
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
    public void Code_that_V8_compiles_in_every_round_is_no_leak()
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

    [Fact]
    public void One_pair_of_snapshots_is_inconclusive()
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))), rungs: 1);

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Confidence.ShouldBe(Confidence.Low);
        finding.Holder.Name.ShouldBe("leaked");
    }

    [Fact]
    public void Growth_outside_the_heap_leaves_the_question_open()
    {
        var rounds = Enumerable.Range(0, 4).Select(i => new RoundEvidence { Requests = 20, HeapUsedBytes = 5_000_000, RssBytes = 60_000_000 + (20_000_000L * i), Ids = i < 3 ? IdsOf(i) : null }).ToList();
        using var last = Idle(3).Heap.Open();

        var report = LeakAnalysis.Analyze("tiny", rounds, last);
        report.Verdict.ShouldBe(Verdict.Inconclusive);
        report.Reason.ShouldContain("rss");

        static SnapshotIds IdsOf(int round)
        {
            using var snapshot = Idle(round).Heap.Open();
            return SnapshotIds.Of(snapshot);
        }

        static TinyProgram Idle(int rounds)
        {
            var program = new TinyProgram();
            for (var i = 0; i <= rounds; i++) program.Heap.Object("Garbage", 16);
            return program;
        }
    }

    [Fact]
    public void Snapshots_of_another_process_are_refused()
    {
        using var other = RootPathsTests.RandomHeap(1, 60, 100).Open();
        using var last = new TinyProgram().Heap.Open();

        Should.Throw<DifferentProcessesException>(() => LeakAnalysis.Analyze("tiny", [new RoundEvidence { Ids = SnapshotIds.Of(other) }, new RoundEvidence()], last));
    }

    [Fact]
    public void Snapshots_in_the_wrong_order_or_given_twice_are_refused()
    {
        using var early = Growing(1, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))).Heap.Open();
        using var late = Growing(2, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))).Heap.Open();

        Should.Throw<SnapshotOrderException>(() => LeakAnalysis.Analyze("tiny", [new RoundEvidence { Ids = SnapshotIds.Of(late) }, new RoundEvidence()], early));
        Should.Throw<SnapshotOrderException>(() => LeakAnalysis.Analyze("tiny", [new RoundEvidence { Ids = SnapshotIds.Of(late) }, new RoundEvidence()], late));
    }

    [Fact]
    public void Rounds_without_a_snapshot_count_towards_the_next_one()
    {
        var evidence = new List<RoundEvidence>();
        foreach (var round in (int[])[0, 2])
        {
            using var snapshot = Build(round).Heap.Open();
            evidence.Add(new RoundEvidence { Requests = PerRound, Ids = SnapshotIds.Of(snapshot) });
            evidence.Add(new RoundEvidence { Requests = PerRound });
        }

        using var last = Build(3).Heap.Open();
        LeakAnalysis.Analyze("tiny", evidence, last).Findings.ShouldHaveSingleItem().ObjectsPerRequest["Entry"].ShouldBe(1);

        static TinyProgram Build(int rounds) => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40)));
    }

    [Fact]
    public void The_fingerprint_does_not_depend_on_ids_or_numbers()
    {
        var few = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));
        var more = TinyProgram.Diagnose(rounds =>
        {
            var program = Growing(rounds, (inner, list, i) => list.Element(i, inner.Heap.Object("Entry", 48)), before: 500);
            return program;
        });

        more.Findings[0].Fingerprint.ShouldBe(few.Findings[0].Fingerprint);
        more.Findings[0].Holder.NodeId.ShouldNotBe(few.Findings[0].Holder.NodeId);
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
    public void The_place_is_the_statement_that_grows_the_variable()
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
        var report = TinyProgram.Diagnose(
            rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Object", 32).Property("id", program.Heap.String("s", 24)).Property("name", program.Heap.String("n", 24)))),
            source: source);

        var finding = report.Findings.ShouldHaveSingleItem();
        var place = finding.Location.ShouldNotBeNull();
        (place.File, place.Line, place.Column).ShouldBe((TinyProgram.File, 7, 3));
        place.Source.ShouldBe("leaked.push({ id: 1, name: text });");
        finding.Details.Declaration.ShouldBe($"{TinyProgram.File}:3:7");
    }

    [Fact]
    public void Without_source_the_place_is_a_function_that_sees_the_variable()
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));

        var place = report.Findings.ShouldHaveSingleItem().Location.ShouldNotBeNull();
        (place.File, place.Line, place.Column).ShouldBe((TinyProgram.File, 10, 5));
    }

    [Fact]
    public void A_diagnosis_reads_back_as_it_was_written()
    {
        var report = TinyProgram.Diagnose(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40))));
        var json = ReportJson.Write(report);

        ReportJson.Write(ReportJson.ReadDiagnosis(json)).ShouldBe(json);
        json.ShouldContain("\"verdict\": \"leak\"");
        json.ShouldContain("\"schema\": \"heapwise.diagnosis/1\"");
        json.ShouldContain("\"objectsPerRequest\": {\n        \"Entry\": 1");
    }

    /// <summary>A holder in the variable <c>leaked</c> that gets 20 entries a round, from the warm-up on.</summary>
    private static TinyProgram Growing(int rounds, Action<TinyProgram, TinyNode, int> add, string holder = "Array", int before = 0)
    {
        var program = new TinyProgram();
        for (var i = 0; i < before; i++) program.Global.Property("other" + i, program.Heap.Object("Other", 16));
        var list = program.Heap.Object(holder, 16);
        program.Scope.Context("leaked", list);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) add(program, list, i);
        return program;
    }
}
