using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>What holds the leaked objects: its name, its kind, its place.</summary>
public sealed class LeakHolderTests
{
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

    // Context --users--> Map --table--> 10 old arrays, each with new entries; large ones make each array's growth worth a look of its own
    [Theory]
    [InlineData(40)]
    [InlineData(20_000)]
    public void Many_small_arrays_are_found_where_they_come_together(long entrySize)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (map, table) = (program.Heap.Object("Map", 32), program.Heap.Array("", 100));
            program.Scope.Context("users", map);
            map.Internal("table", table);
            var logs = Enumerable.Range(0, 10).Select(_ => program.Heap.Object("Array", 16)).ToList();
            for (var i = 0; i < logs.Count; i++) table.Internal($"{10 + (3 * i)}", program.Heap.String("user" + i, 20)).Internal($"{11 + (3 * i)}", logs[i]);
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

    // Beside its objects a library keeps a table of numbers, which only gets longer; and the whole of it grows with what both hold.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_grows_without_objects_inside_the_same_object_of_a_library_is_no_finding_of_its_own(bool isInTable)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var (program, cache) = Library(rounds);
            var index = isInTable ? program.Heap.Node("object", "Map", 16, 9_001) : cache;
            index.Internal("table", program.Heap.Node("array", "", 100_000 * (rounds + 1), 9_003));
            if (isInTable) cache.Property("index", index);
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Details.Variable.ShouldBe("cache");
        finding.ObjectsPerRequest["User"].ShouldBe(1);
    }

    [Theory]
    [InlineData("const cache = make();\nfunction handle(req) {\n  return cache.load(req.id);\n}", 3)]
    [InlineData("const cache = make();\ncache.add(first);\nfunction handle(req) {\n  cache.next(req.id);\n}", 4)]
    [InlineData("const cache = make();\nfunction handle(req) {\n  cache.get(req.id);\n  cache.release(req);\n  cache.acquire(req);\n}", 5)]
    [InlineData("const cache = make(url => url);\nfunction handle(req) {\n  return cache(req.url);\n}", 3)]
    [InlineData("const cache = make();\nfunction handle(req) {\n  const other = cache.clone();\n  other.on('x', y);\n  cache.addBundle(req.id);\n}", 5)]
    [InlineData("const cache = make();\nfunction handle(req) {\n  return cache.value;\n}", 1)]
    public void What_gathers_inside_a_library_is_placed_at_the_call_to_it(string source, int line) =>
        TinyProgram.Diagnose(rounds => Library(rounds).Program, source: source).Findings.ShouldHaveSingleItem().Location.ShouldNotBeNull().Line.ShouldBe(line);

    [Fact]
    public void What_gathers_inside_a_library_is_not_for_the_program_to_take_out()
    {
        var advice = TinyProgram.Diagnose(rounds => Library(rounds).Program).Findings.ShouldHaveSingleItem().Advice;

        advice.Why.ShouldContain("is kept by the library lru");
        advice.Example.ShouldNotContain("cache.values.");
    }

    // Two variables of one of Node's scripts, such as a Set of signals and a table of what has to be cleaned up after each.
    [Fact]
    public void Containers_of_one_of_Nodes_own_scripts_are_one_finding()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var scope = program.Heap.Object("system / Context", 48);
            program.Global.Property("AbortSignal", program.Heap.Script(2, "node:internal/abort_controller").Function("AbortSignal", 1, 1).Internal("context", scope));
            var (signals, cleanups) = (program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
            scope.Context("signals", signals).Context("cleanups", cleanups);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                signals.Element(i, program.Heap.Object("AbortSignal", 80));
                cleanups.Element(i, program.Heap.Object("Cleanup", 24));
            }

            return program;
        });

        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("signals");
    }

    // Context(logger) --> Logger --state--> State (node_modules) --pipes--> Array; Logger --_events--> Object --data--> Array --[i]--> ondata (node_modules)
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Listeners_that_a_library_adds_to_what_it_keeps_are_no_finding_of_their_own(bool isBound)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var library = program.Heap.Script(8, "/app/node_modules/stream/index.js");
            _ = library.Function("State", 4, 0);
            var (logger, state, pipes) = (program.Heap.Object("Logger", 32), program.Heap.Object("State", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
            var (events, listeners) = (program.Heap.Object("Object", 24), program.Heap.Object("Array", 16));
            program.Scope.Context("logger", logger);
            logger.Property("state", state).Property("_events", events);
            state.Property("pipes", pipes);
            events.Property("data", listeners);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                pipes.Element(i, program.Heap.Object("Transport", 400));
                listeners.Element(i, isBound ? program.Heap.Closure("bound onceWrapper", 56) : library.Function("ondata", 9, 2, 56));
            }

            return program;
        });

        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("logger.state.pipes");
    }

    // (Global handles) --> MemoryStore (node_modules) --sessions--> Object: the program has no name for it
    [Fact]
    public void What_a_library_keeps_by_itself_is_placed_where_the_library_is_used()
    {
        var finding = TinyProgram.Diagnose(
            rounds =>
            {
                var program = new TinyProgram();
                _ = program.Heap.Script(8, "/app/node_modules/session/index.js").Function("MemoryStore", 4, 0);
                var (store, sessions) = (program.Heap.Object("MemoryStore", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
                program.Heap.Root.Shortcut("handles", store);
                store.Property("sessions", sessions);
                for (var i = 0; i < (rounds + 1) * PerRound; i++) sessions.Element(i, program.Heap.Object("Session", 40));
                return program;
            },
            source: "const session = require('session');\nconst app = web();\napp.use(session({ secret }));").Findings.ShouldHaveSingleItem();

        finding.Holder.Library.ShouldBe("session");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
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

    // global --port--> MessagePort --<symbol kEvents>--> Map --table--> array --1--> "message", --2--> list --next--> Listener --listener--> closure --context--> Context --pages--> Map
    [Fact]
    public void What_a_listener_keeps_is_named_by_its_variable_not_by_the_event()
    {
        var report = Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var heap = program.Heap;
            var table = heap.Array("");
            var target = heap.Object("MessagePort", 16).Property("<symbol kEvents>", heap.Object("Map", 16).Internal("table", table));
            var pages = heap.Object("Map", 16);
            var scope = heap.Object("system / Context", 16).Context("pages", pages);
            var listener = heap.Object("Listener", 16).Property("listener", program.Script.Function("onMessage", 12, 1).Internal("context", scope));
            table.Internal("1", heap.String("message")).Internal("2", heap.Object("Object", 16).Property("next", listener));
            program.Global.Property("port", target);
            var entries = heap.Array("");
            pages.Internal("table", entries);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) entries.Internal($"{5 + (3 * i)}", heap.String($"page{i}")).Internal($"{6 + (3 * i)}", heap.Object("Page", 40));
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("pages");
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Details.Event.ShouldBeNull();
    }

    // Context --prices--> Subject --currentObservers--> Array, a copy made after each round --[i]--> Observer <--[i]-- Array <--observers-- Subject
    [Fact]
    public void A_copy_that_is_made_anew_in_each_round_does_not_hide_the_list()
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

    // Context --cache--> LRU (node_modules) --values--> Array --[i]--> User
    private static (TinyProgram Program, TinyNode Cache) Library(int rounds)
    {
        var program = new TinyProgram();
        _ = program.Heap.Script(8, "/app/node_modules/lru/index.js").Function("LRU", 4, 0);
        var (cache, values) = (program.Heap.Object("LRU", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
        program.Scope.Context("cache", cache);
        cache.Property("values", values);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) values.Element(i, program.Heap.Node("object", "User", 40, 10_001 + (2 * i)));
        return (program, cache);
    }
}
