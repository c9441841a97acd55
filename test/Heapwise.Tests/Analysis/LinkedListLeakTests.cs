using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Lists of objects that point at each other, growing at either end.</summary>
public sealed class LinkedListLeakTests
{
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
    public void A_list_that_drops_as_many_nodes_as_it_gets_is_not_a_leak()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var queue = program.Heap.Object("Object", 32);
            program.Scope.Context("queue", queue);
            var nodes = Enumerable.Range(rounds * PerRound, 5 * PerRound)
                .Select(i => program.Heap.Node("object", "Node", 40, id: 1001 + (2 * i))).ToList();
            queue.Property("head", nodes[0]).Property("tail", nodes[^1]);
            for (var i = 1; i < nodes.Count; i++) nodes[i - 1].Property("next", nodes[i]);
            return program;
        });

        report.Findings.ShouldBeEmpty();
        report.Verdict.ShouldBe(Verdict.NoLeak);
    }
}
