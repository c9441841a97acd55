using Heapwise.Analysis;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class PendingPromiseTests
{
    private const int PerRound = 20;

    // Context --pending--> Array --[i]--> {resolve} --resolve--> closure --context--> Context --> Promise --> PromiseReaction
    [Fact]
    public void A_container_of_resolve_functions_is_a_promise_leak()
    {
        var finding = TinyProgram.FindLeak(rounds => Container(rounds, isPending: true));

        finding.Pattern.ShouldBe("promise");
        finding.Holder.Name.ShouldBe("pending");
        finding.Title.ShouldContain("never settle");
        finding.ObjectsPerRequest["Promise"].ShouldBe(1);
    }

    [Fact]
    public void Settled_promises_are_ordinary_entries()
    {
        var finding = TinyProgram.FindLeak(rounds => Container(rounds, isPending: false));

        finding.Pattern.ShouldBe("growing-collection");
    }

    // Context --closing--> Promise --reactions_or_result--> newest PromiseReaction --next--> ... --next--> oldest
    [Theory]
    [InlineData(20, false)]
    [InlineData(500, false)]
    [InlineData(500, true)] // from Node 24 on
    public void Reactions_that_accumulate_on_one_promise_are_a_promise_leak(int perRound, bool isNumbered)
    {
        var report = TinyProgram.Diagnose(requests: perRound, build: rounds =>
        {
            var program = new TinyProgram();
            var closing = program.Heap.Object("Promise", 16);
            program.Scope.Context("closing", closing);
            TinyNode? newest = null;
            for (var i = 0; i < (rounds + 1) * perRound; i++)
            {
                var handler = program.Heap.Closure("", 56);
                var reaction = isNumbered
                    ? program.Heap.Hidden("system / PromiseReaction", 40).Hidden(3, handler)
                    : program.Heap.Object("system / PromiseReaction", 40).Internal("fulfill_handler", handler);
                if (newest is not null) _ = isNumbered ? reaction.Hidden(1, newest) : reaction.Internal("next", newest);
                newest = reaction;
            }

            closing.Internal("reactions_or_result", newest!); // rounds begin at 0, so there is one
            return program;
        });

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Pattern.ShouldBe("promise");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("closing");
        finding.ObjectsPerRequest.Values.ShouldContain(1);
        finding.Explanation.ShouldContain("1 reaction in memory");
    }

    private static TinyProgram Container(int rounds, bool isPending)
    {
        var program = new TinyProgram();
        var pending = program.Heap.Object("Array", 16);
        program.Scope.Context("pending", pending);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var promise = program.Heap.Object("Promise", 32);
            var state = isPending ? program.Heap.Object("system / PromiseReaction", 40) : program.Heap.String("answer" + i, 24);
            promise.Internal("reactions_or_result", state);
            var scope = program.Heap.Object("system / Context", 40).Internal("promise", promise);
            var resolve = program.Heap.Closure("", 56).Internal("context", scope);
            pending.Element(i, program.Heap.Object("Object", 28).Property("resolve", resolve));
        }

        return program;
    }
}
