using Heapwise.Analysis;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Chains in which each link keeps the one before it through the scope of a function.</summary>
public sealed class ScopeChainTests
{
    private const string Source = """
        let state;
        function next() {
          const previous = state;
          const unused = () => previous;
          state = {
            text: read(),
            describe() { return 'a state'; },
          };
        }
        """;

    // Context --state--> State --describe--> closure --context--> Context --previous--> State --describe--> ...
    [Fact]
    public void Objects_linked_by_the_scopes_of_their_methods_are_a_closure_leak()
    {
        var finding = FindLeak(
            rounds => Chain(rounds, (program, before, link) =>
            {
                var state = program.Heap.Object("State", 200);
                state.Property("describe", link(before, "previous", "describe"));
                return state;
            }),
            Source);

        finding.Pattern.ShouldBe("closure");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("state");
        finding.ObjectsPerRequest["State"].ShouldBe(1);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(7, "where the scope is kept, not where the newest state is assigned");
        finding.Explanation.ShouldContain("through variable previous in the scope of describe()");
    }

    // Context --state--> closure --context--> Context --inner--> closure --context--> ...
    [Fact]
    public void Functions_that_wrap_each_other_are_a_closure_leak()
    {
        var finding = FindLeak(rounds => Chain(rounds, (_, before, link) => link(before, "inner", "")));

        finding.Pattern.ShouldBe("closure");
        finding.Holder.Name.ShouldBe("state");
        finding.Explanation.ShouldContain("through variable inner");
        finding.Details.Function.ShouldNotBeNull().Captured.ShouldBeEmpty();
    }

    // The same links by a property of plain objects.
    [Fact]
    public void Plain_objects_that_point_at_each_other_stay_a_linked_list()
    {
        var finding = FindLeak(rounds => Chain(rounds, (program, before, _) =>
        {
            var node = program.Heap.Object("Node", 40);
            return before is null ? node : node.Property("next", before);
        }));

        finding.Pattern.ShouldBe("growing-collection");
        finding.Details.Collection.ShouldBe("linked list");
    }

    [Fact]
    public void Functions_of_Node_that_wrap_each_other_are_no_closures_of_the_program()
    {
        var report = Diagnose(rounds => Chain(rounds, (_, before, link) => link(before, "inner", ""), "node:internal/util"));

        report.Findings.ShouldAllBe(finding => finding.Pattern != "closure");
    }

    /// <summary>A program whose variable <c>state</c> holds the newest link of a chain.</summary>
    private static TinyProgram Chain(
        int rounds, Func<TinyProgram, TinyNode?, Func<TinyNode?, string, string, TinyNode>, TinyNode> add, string file = TinyProgram.File)
    {
        var program = new TinyProgram();
        var script = program.Heap.Script(9, file);
        TinyNode? newest = null;
        for (var i = 0; i < (rounds + 1) * PerRound; i++) newest = add(program, newest, Link);
        program.Scope.Context("state", newest!); // a round adds links
        return program;

        TinyNode Link(TinyNode? before, string variable, string function)
        {
            var scope = program.Heap.Object("system / Context", 40).Internal("previous", program.Scope);
            if (before is not null) scope.Context(variable, before);
            return script.Function(function, 6, 12, 56).Internal("context", scope);
        }
    }
}
