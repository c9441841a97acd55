using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>What accumulates inside a library is located at the call of the program that puts it there, in code that runs again.</summary>
public sealed class LibraryCallTests
{
    [Theory]
    [InlineData("const session = require('session');\nsession.open();\nfunction handle(req) {\n  session.keep(req);\n}", 4)]
    [InlineData("import { keep } from 'session';\nasync function main() {\n  keep(0);\n}\nmain();\nfunction handle() {\n  keep(1);\n}", 7)]
    [InlineData("let store;\nrequire('session')().then((made) => { store = made; });\nfunction handle() {\n  new store.Session();\n}", 4)]
    [InlineData("const Backend = require('session');\nfunction handle() {\n  web()\n    .use(Backend).init({});\n}", 3)]
    [InlineData("const session_1 = require(\"session\");\nfunction handle() {\n  (0, session_1.keep)();\n}", 3)]
    [InlineData("(async () => {\n  const { keep } = await import('session');\n  keep(0);\n  serve(() => {\n    keep(1);\n  });\n})();", 5)]
    [InlineData("import { Client } from 'session';\nclass Api {\n  client = new Client();\n  call() {\n    this.client.send();\n  }\n}", 5)]
    [InlineData("const session = require('session');\nsession.open();", 2)]
    public void The_call_that_runs_again_is_the_location(string source, int line) =>
        TinyProgram.FindLeak(rounds => Store(rounds), source: source).Location.ShouldNotBeNull().Line.ShouldBe(line);

    // The heap has a function at line 9, and none where the promise's callback was.
    [Fact]
    public void A_function_that_is_gone_from_the_heap_ran_at_the_start()
    {
        var source = "const session = require('session');\n\n\nready.then(() => {\n  session.keep(0);\n});\n\n\n"
            + "let handler = (req) => {\n  session.keep(req);\n};";
        var column = source.Split('\n')[8].IndexOf('(');

        var finding = TinyProgram.FindLeak(
            rounds => Store(rounds, (program, store) => store.Property("onrequest", program.Script.Function("handler", 8, column))),
            source: source);

        finding.Location.ShouldNotBeNull().Line.ShouldBe(10);
    }

    // Each entry holds a function that the program passed to the library.
    [Fact]
    public void A_function_that_a_library_keeps_is_located_at_the_call_that_takes_it()
    {
        var finding = TinyProgram.FindLeak(
            rounds => Store(rounds, add: (program, session, _) => session.Property("load", program.Script.Function("load", 4, 10))),
            source: "const session = require('session');\n\nfunction handle() {\n  session.create({\n    load: () => 1,\n  });\n}");

        finding.Location.ShouldNotBeNull().Line.ShouldBe(4);
    }

    // The function is made after a call of the library that is over, and given to something else.
    [Fact]
    public void A_call_before_a_function_that_a_library_keeps_does_not_take_it()
    {
        var finding = TinyProgram.FindLeak(
            rounds => Store(rounds, add: (program, session, _) => session.Property("load", program.Script.Function("load", 4, 15))),
            source: "const session = require('session');\n\nfunction handle() {\n  session.create(1);\n  const load = () => 1;\n}");

        finding.Location.ShouldNotBeNull().Line.ShouldBe(5);
    }

    // Module /app/node_modules/web --children--> Array --> Module /app/node_modules/session: the program knows the first
    [Fact]
    public void A_library_that_the_program_does_not_load_is_located_where_the_library_that_loads_it_is_called()
    {
        var finding = TinyProgram.FindLeak(
            rounds => Store(rounds, (program, _) =>
            {
                var (web, session) = (program.Heap.Object("Module", 64), program.Heap.Object("Module", 64));
                web.Property("filename", program.Heap.String("/app/node_modules/web/index.js"));
                session.Property("filename", program.Heap.String("/app/node_modules/session/index.js"));
                web.Property("children", program.Heap.Object("Array", 16).Element(0, session));
                program.Global.Property("main", web);
            }),
            source: "const web = require('web');\nfunction handle(req) {\n  web.answer(req);\n}");

        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    // One call fills two lists of the library, one of them below a global that the library made.
    [Fact]
    public void Lists_that_a_library_holds_by_itself_are_one_finding()
    {
        var report = TinyProgram.Diagnose(
            rounds =>
            {
                TinyNode? types = null;
                return Store(
                    rounds,
                    (program, _) =>
                    {
                        types = program.Heap.Object("Array", 16);
                        var metadata = program.Heap.Object("MemoryStore", 32).At(8, 4, 0).Property("types", types);
                        program.Global.Property("sessionMetadata", metadata);
                    },
                    (program, _, i) => types!.Element(i, program.Heap.Object("Type", 400))); // made before
            },
            source: "const session = require('session');\nfunction handle(req) {\n  session.keep(req);\n}");

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("sessionMetadata");
        finding.ObjectsPerRequest.ShouldBe(new Dictionary<string, double> { ["Type"] = 1, ["Session"] = 1 }, ignoreOrder: true);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    // Context --cache--> LRU (node_modules) --store--> Array: the text decides how much of the name the program knows
    [Theory]
    [InlineData("function handle(req) {\n  cache.put(req);\n}", "cache")]
    [InlineData("function handle(req) {\n  cache.store.push(req);\n}", "cache.store")]
    [InlineData(null, "cache.store")]
    public void A_name_ends_at_what_the_program_does_not_mention_of_a_library(string? source, string name)
    {
        var finding = FindLeak(source);

        finding.Holder.Name.ShouldBe(name);
        finding.Fingerprint.ShouldBe(FindLeak(null).Fingerprint);

        static Heapwise.Analysis.Reports.FindingReport FindLeak(string? source) => TinyProgram.FindLeak(
            rounds => Store(rounds, (program, store) => program.Scope.Context("cache", store)),
            source: source);
    }

    // handles --> MemoryStore (node_modules) --store--> Array --[i]--> Session
    private static TinyProgram Store(
        int rounds, Action<TinyProgram, TinyNode>? prepare = null, Action<TinyProgram, TinyNode, int>? add = null)
    {
        var program = new TinyProgram();
        _ = program.Heap.Script(8, "/app/node_modules/session/index.js").Function("MemoryStore", 4, 0);
        var (store, sessions) = (program.Heap.Object("MemoryStore", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
        program.Heap.Root.Shortcut("handles", store);
        store.Property("store", sessions);
        prepare?.Invoke(program, store);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var session = program.Heap.Object("Session", 40);
            sessions.Element(i, session);
            add?.Invoke(program, session, i);
        }

        return program;
    }
}
