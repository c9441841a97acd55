using Heapwise.Analysis.Locations;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class ProgramScriptsTests
{
    // A program that keeps loading modules has more of them than are read. The code that loads them came first, wherever V8 moved it.
    [Fact]
    public void Scripts_are_in_load_order()
    {
        var heap = new TinyHeap();
        TinyScript[] scripts =
        [
            heap.Script(12, "/tmp/tenant-2.js"),
            heap.Script(11, "/tmp/tenant-1.js"),
            heap.Script(5, "node:fs"),
            heap.Script(7, "/app/server.js"),
            heap.Script(8, "/app/node_modules/lru/index.js"),
        ];
        var functions = scripts
            .SelectMany(script => new[] { script.Function("first", 1, 0), script.Function("second", 2, 0) }).ToList();
        for (var i = 0; i < functions.Count; i++) heap.Root.Element(i, functions[i]);
        using var snapshot = heap.Open();

        ProgramScripts.Find(snapshot).ShouldBe(["/app/server.js", "/tmp/tenant-1.js", "/tmp/tenant-2.js"]);
    }
}
