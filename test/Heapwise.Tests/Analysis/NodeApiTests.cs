using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>What accumulates inside Node is named as its API names it, and located at the program's call.</summary>
public sealed class NodeApiTests
{
    // node:internal/perf/observe: Context --markEntryBuffer--> Array --[i]--> PerformanceMark
    [Theory]
    [InlineData("const { performance } = require('perf_hooks');\nfunction step() {\n  performance.now();\n  performance.mark('a');\n}", 4)]
    [InlineData("performance.mark('start');\nfunction step() {\n  performance.clearMarks();\n  performance.measure('a');\n}", 4)]
    public void Entries_of_the_performance_timeline_are_located_at_the_call(string source, int line)
    {
        var finding = TinyProgram.FindLeak(rounds => Inside(rounds, "internal/perf/observe", "markEntryBuffer", "PerformanceMark"), source);

        finding.Pattern.ShouldBe("growing-collection");
        finding.Title.ShouldBe("Marks and measures of the performance timeline are never cleared");
        finding.Holder.Name.ShouldBe("performance");
        finding.Explanation.ShouldContain("The performance timeline holds them");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(line);
    }

    [Theory]
    [InlineData("async_hooks", "AsyncHook", "async_hooks", "const { createHook } = require('async_hooks');\nconst f = () => createHook();")]
    [InlineData("perf/observe", "PerformanceObserver", "PerformanceObserver", "let x;\nconst f = () => new PerformanceObserver(x);")]
    public void What_a_list_of_Nodes_keeps_has_the_name_of_the_API(string script, string entry, string name, string source)
    {
        var finding = TinyProgram.FindLeak(rounds => Inside(rounds, "internal/" + script, "all", entry), source);

        finding.Pattern.ShouldBe("growing-collection");
        finding.Holder.Name.ShouldBe(name);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(2);
    }

    // (root) --> (Global handles) --[i]--> MessagePort; a thread has several ports
    [Theory]
    [InlineData(null, "MessagePorts are opened and never closed", 3)]
    [InlineData("BroadcastChannel", "BroadcastChannels are opened and never closed", 4)]
    [InlineData("Worker", "Worker threads are started and never end", 5)]
    public void Open_handles_are_located_where_they_are_opened(string? also, string title, int line)
    {
        var finding = TinyProgram.FindLeak(
            rounds => Ports(rounds, also),
            source: "const { MessageChannel, Worker } = require('worker_threads');\nfunction open() {\n  new MessageChannel();\n"
                + "  new BroadcastChannel('a');\n  new Worker('./task.js');\n}");

        finding.Pattern.ShouldBe("other");
        finding.Title.ShouldBe(title);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(line);
    }

    // (Global handles) --> Socket --_events--> Object --close--> Array --[i]--> onclose (node:internal/streams)
    [Fact]
    public void Listeners_that_Node_leaves_next_to_a_handle_are_no_finding_of_their_own() => TinyProgram.FindLeak(rounds =>
    {
        var listeners = (TinyNode?)null;
        TinyScript? node = null;
        return Ports(
            rounds,
            "Worker",
            (program, handles) =>
            {
                listeners = program.Heap.Object("Array", 16);
                node = program.Heap.Script(9, "node:internal/streams/readable");
                var events = program.Heap.Object("Object", 16).Property("close", listeners);
                handles.Element(9_000, program.Heap.Object("Socket", 32).Property("_events", events));
            },
            i => listeners!.Element(i, node!.Function("onclose", 5, 1, 56))); // made before
    }).Title.ShouldBe("Worker threads are started and never end");

    // A program's class of the same name, in a variable of its own.
    [Fact]
    public void A_class_of_the_program_is_not_taken_for_Nodes() =>
        TinyProgram.FindLeak(rounds => Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Worker", 40))))
            .Title.ShouldBe("Variable leaked in server.js only ever grows");

    // diagnostics_channel: Context --started--> Channel --_subscribers--> Array --[i]--> closure
    [Fact]
    public void Subscriptions_to_a_channel_of_diagnostics_are_listeners()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var node = program.Heap.Script(9, "node:diagnostics_channel");
            var prototype = program.Heap.Object("ActiveChannel", 40).Property("subscribe", node.Function("subscribe", 40, 3));
            var subscribers = program.Heap.Object("Array", 16);
            var channel = program.Heap.Object("Channel", 40).At(9, 30, 1)
                .Property("__proto__", prototype).Property("_subscribers", subscribers);
            program.Scope.Context("started", channel);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) subscribers.Element(i, program.Script.Function("", 11, 8, 56));
            return program;
        });

        finding.Pattern.ShouldBe("event-listener");
        finding.Title.ShouldBe("Subscriptions to started are added and never removed");
    }

    // (Global handles) --> Socket --_events--> Object --timeout--> Array --[i]--> closure, on each of four sockets of a pool
    [Fact]
    public void One_listener_on_all_sockets_of_a_pool_is_one_finding()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var handles = program.Heap.Synthetic("(Global handles)");
            program.Heap.Root.Element(1, handles);
            var lists = new List<TinyNode>();
            for (var i = 0; i < 4; i++)
            {
                lists.Add(program.Heap.Object("Array", 16));
                var events = program.Heap.Object("Object", 16).Property("timeout", lists[i]);
                handles.Element(i, program.Heap.Object("Socket", 32).Property("_events", events));
            }

            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                foreach (var list in lists) list.Element(i, program.Script.Function("", 11, 8, 56));
            }

            return program;
        });

        finding.Title.ShouldBe("Listeners for event timeout of Socket are added and never removed");
        finding.ObjectsPerRequest["Function"].ShouldBe(4);
        finding.Explanation.ShouldContain("Each request leaves 4 listeners");
        finding.Explanation.ShouldContain("now has 320 listeners");
    }

    // NumberFormat --hidden--> system / Foreign
    [Fact]
    public void Memory_of_an_object_outside_the_heap_is_mentioned() =>
        TinyProgram.FindLeak(rounds => Growing(rounds, (program, list, i) =>
            list.Element(i, program.Heap.Object("NumberFormat", 48).Hidden(3, program.Heap.Hidden("system / Foreign", 16)))))
            .Explanation.ShouldContain("Each NumberFormat also has memory outside the heap");

    private static TinyProgram Inside(int rounds, string script, string variable, string entry)
    {
        var program = new TinyProgram();
        var scope = program.Heap.Object("system / Context", 48);
        var list = program.Heap.Object("Array", 16);
        scope.Context(variable, list);
        var internals = program.Heap.Script(9, "node:" + script).Function("internals", 1, 1).Internal("context", scope);
        program.Global.Property("internals", internals);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, program.Heap.Object(entry, 80));
        return program;
    }

    private static TinyProgram Ports(int rounds, string? also, Action<TinyProgram, TinyNode>? prepare = null, Action<int>? add = null)
    {
        var program = new TinyProgram();
        var handles = program.Heap.Synthetic("(Global handles)");
        program.Heap.Root.Element(1, handles);
        prepare?.Invoke(program, handles);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var port = program.Heap.Object("MessagePort", 80);
            handles.Element(i, port);
            if (also is not null) port.Property("owner", program.Heap.Object(also, 200));
            add?.Invoke(i);
        }

        return program;
    }
}
