using Heapwise.Analysis.Leaks.Stacks;
using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Which stack most of some objects have, in a small tree of calls.</summary>
public sealed class TracedCallsTests
{
    private static readonly TraceFunction[] Functions =
    [
        new("(root)", "", 0, 0),
        new("onRequest", "node:_http_server", 9, 1),
        new("handle", "/app/app.js", 3, 16),
        new("register", "/app/node_modules/rules/index.js", 5, 18),
        new("onTimer", "node:timers", 7, 1),
        new("other", "/app/app.js", 30, 14),
    ];

    // (root) ─┬─ onRequest ─ handle ─ register      (3)
    //         ├─ onTimer ─┬─ handle ─ register      (6)
    //         │           └─ other                  (7)
    //         └─ onTimer                            (4)
    private static readonly AllocationTraces Traces = new(
        Functions,
        [Call(-1, 0), Call(0, 1), Call(1, 2), Call(2, 3), Call(0, 4), Call(4, 2), Call(5, 3), Call(4, 5)],
        [],
        nodes: null,
        looks: []);

    [Fact]
    public void Stacks_are_compared_from_the_innermost_function_of_the_program_on()
    {
        var calls = TracedCalls.FindMajority(Traces, [3, 3, 6, 7], 0.5).ShouldNotBeNull();

        calls.Objects.ShouldBe(4);
        calls.Share.ShouldBe(0.75);
        calls.Functions.Select(function => function.Name).ShouldBe(["onRequest", "handle", "register"]);
        calls.Functions[calls.Innermost].Name.ShouldBe("handle");
    }

    [Fact]
    public void A_stack_without_the_program_has_no_function_of_it()
    {
        var calls = TracedCalls.FindMajority(Traces, [4], 0.5).ShouldNotBeNull();

        calls.Innermost.ShouldBe(-1);
    }

    [Fact]
    public void Where_no_stack_prevails_there_is_none()
    {
        TracedCalls.FindMajority(Traces, [3, 7, 4], 0.5).ShouldBeNull();
        TracedCalls.FindMajority(Traces, [], 0.5).ShouldBeNull();
    }

    private static TraceCall Call(int parent, int function) => new(parent, function, 1, 16);
}
