using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Collections of functions that the program calls, next to those that it only keeps.</summary>
public sealed class CallbackListTests
{
    private const string Registering = """
        const leaked = [];
        function onChange(callback) {
          leaked.push(callback);
        }
        """;

    private const string Putting = """
        const leaked = [];
        function serve(job) {
          leaked.push(() => job.size);
        }
        """;

    private const string Calling = "function run() { for (const callback of [...leaked]) callback(1); }";

    // Context --leaked--> Array --[i]--> closure --context--> Context --payload--> Buffer
    [Theory]
    [InlineData(Registering, true, 100, "event-listener")]
    [InlineData(Registering, true, 5_000, "event-listener")]
    [InlineData(Registering, false, 100, "growing-collection")]
    [InlineData(Registering, false, 5_000, "closure")]
    [InlineData(Putting, true, 100, "event-listener")]
    [InlineData(Putting, true, 5_000, "closure")]
    public void A_list_whose_entries_are_called_in_a_loop_is_one_of_callbacks(string source, bool isCalled, int bytes, string pattern)
    {
        var finding = FindLeak(
            rounds => Growing(rounds, (program, list, i) =>
            {
                var payload = program.Heap.Object("Buffer", bytes);
                var scope = program.Heap.Object("system / Context", 40).Internal("previous", program.Scope).Context("payload", payload);
                list.Element(i, program.Script.Function("", 11, 8, 56).Internal("context", scope));
            }),
            isCalled ? source + "\n" + Calling : source);

        finding.Pattern.ShouldBe(pattern);
    }

    // Context --leaked--> Array --[i]--> {name, handle} --handle--> closure
    [Theory]
    [InlineData("handle", "event-listener")]
    [InlineData("describe", "growing-collection")]
    public void Objects_with_a_function_that_is_called_are_callbacks(string method, string pattern)
    {
        var finding = FindLeak(
            rounds => Growing(rounds, (program, list, i) => list.Element(
                i,
                program.Heap.Object("Object", 40).Property("handle", program.Script.Function("handle", 11, 8, 56)))),
            Registering + $"\nfunction run() {{ leaked.forEach(plugin => plugin.{method}(1)); }}");

        finding.Pattern.ShouldBe(pattern);
        if (pattern == "event-listener") finding.Advice.Why.ShouldContain("Each call of onChange() adds a callback to leaked");
    }

    // Context --replies--> EventEmitter --_events--> Object --"reply:i"--> closure --listener--> closure
    [Fact]
    public void Functions_under_ever_new_events_are_listeners()
    {
        const string Source = "const replies = new EventEmitter();\nfunction ask(id) { replies.once(`reply:${id}`, answer => answer); }";
        var finding = FindLeak(
            rounds =>
            {
                var program = new TinyProgram();
                var events = program.Heap.Object("Object", 16);
                program.Scope.Context("replies", program.Heap.Object("EventEmitter", 48).Property("_events", events));
                var node = program.Heap.Script(9, "node:events");
                for (var i = 0; i < (rounds + 1) * PerRound; i++)
                {
                    var listener = program.Script.Function("answer", 1, 46, 56);
                    events.Property($"reply:{i}", node.Function("wrapper", 635, 19, 56).Property("listener", listener));
                }

                return program;
            },
            Source);

        finding.Pattern.ShouldBe("event-listener");
        finding.Holder.Name.ShouldBe("replies._events");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(2);
        finding.Details.Function.ShouldNotBeNull().Name.ShouldBe("answer");
        finding.Advice.Example.ShouldContain("await once(replies, `reply:${id}`");
    }
}
