using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Objects that accumulate inside libraries and inside Node are one finding each, located where the program calls them.</summary>
public sealed class LibraryLeakTests
{
    // The cache of a library keeps keys and values in two arrays: one cache to the program.
    [Fact]
    public void Containers_inside_one_object_of_a_library_are_one_finding()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            _ = program.Heap.Script(8, "/app/node_modules/lru/index.js").Function("LRU", 4, 0);
            var (lru, keys, values) = (
                program.Heap.Object("LRU", 32).At(8, 4, 0), program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
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

    // Next to its objects a library keeps a table of numbers that only gets longer. The library object grows with both.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Growth_without_objects_inside_the_same_library_object_is_not_a_separate_finding(bool isInTable)
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

    // A list in a global that the library made grows with what it keeps in a variable of its own: one call fills both.
    [Fact]
    public void Growth_in_a_global_of_a_library_goes_with_what_the_library_holds_by_itself()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            _ = program.Heap.Script(8, "/app/node_modules/rules/index.js").Function("Storage", 4, 0);
            var (container, instances) = (program.Heap.Object("Container", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
            var (storage, table) = (program.Heap.Object("Storage", 32).At(8, 4, 0), program.Heap.Node("object", "Map", 16, 9_001));
            program.Heap.Root.Shortcut("handles", container);
            container.Property("instances", instances);
            program.Global.Property("ruleStorage", storage);
            storage.Property("rules", table.Internal("table", program.Heap.Node("array", "", 100_000 * (rounds + 1), 9_003)));
            for (var i = 0; i < (rounds + 1) * PerRound; i++) instances.Element(i, program.Heap.Object("Rule", 40));
            return program;
        });

        report.Findings.ShouldHaveSingleItem().Holder.Library.ShouldBe("rules");
    }

    [Theory]
    [InlineData("const cache = make();\nfunction handle(req) {\n  return cache.load(req.id);\n}", 3)]
    [InlineData("const cache = make();\ncache.add(first);\nfunction handle(req) {\n  cache.next(req.id);\n}", 4)]
    [InlineData("const cache = make();\nfunction handle(req) {\n  cache.get(req.id);\n  cache.release(req);\n  cache.acquire(req);\n}", 5)]
    [InlineData("const cache = make(url => url);\nfunction handle(req) {\n  return cache(req.url);\n}", 3)]
    [InlineData("const cache = make();\nfunction load(req) {\n  let x = cache.clone();\n  x.on('x', y);\n  cache.addBundle(req.id);\n}", 5)]
    [InlineData("const cache = make();\nfunction handle(req) {\n  return cache.value;\n}", 1)]
    public void Objects_that_accumulate_inside_a_library_are_located_at_the_call_to_it(string source, int line) =>
        TinyProgram.FindLeak(rounds => Library(rounds).Program, source: source).Location.ShouldNotBeNull().Line.ShouldBe(line);

    [Fact]
    public void The_advice_does_not_remove_entries_from_inside_a_library()
    {
        var advice = TinyProgram.FindLeak(rounds => Library(rounds).Program).Advice;

        advice.Why.ShouldContain("belongs to the library lru");
        advice.Example.ShouldNotContain("cache.values.");
    }

    // Two variables of one of Node's scripts, such as a Set of signals and a table of what has to be cleaned up after each.
    [Fact]
    public void Containers_of_one_Node_script_are_one_finding()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var scope = program.Heap.Object("system / Context", 48);
            var script = program.Heap.Script(2, "node:internal/abort_controller");
            program.Global.Property("AbortSignal", script.Function("AbortSignal", 1, 1).Internal("context", scope));
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

    // Context(logger) --> Logger --state--> State (node_modules) --pipes--> Array;
    // Logger --_events--> Object --data--> Array --[i]--> ondata (node_modules)
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Listeners_that_a_library_adds_to_its_objects_are_not_a_separate_finding(bool isBound)
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var library = program.Heap.Script(8, "/app/node_modules/stream/index.js");
            _ = library.Function("State", 4, 0);
            var (logger, state, pipes) = (
                program.Heap.Object("Logger", 32), program.Heap.Object("State", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
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
    public void Objects_that_a_library_retains_by_itself_are_located_where_the_library_is_used()
    {
        var finding = TinyProgram.FindLeak(
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
            source: "const session = require('session');\nconst app = web();\napp.use(session({ secret }));");

        finding.Holder.Library.ShouldBe("session");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
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
