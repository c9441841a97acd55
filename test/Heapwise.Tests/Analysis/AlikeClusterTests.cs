using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class AlikeClusterTests
{
    private const int PerRound = 20;

    // Context --all--> Array --[i]--> Session (with 4 kB of text); --byId--> Map --table--> [key, Session]
    [Fact]
    public void Containers_of_the_same_objects_are_one_finding()
    {
        var finding = TinyProgram.FindLeak(rounds => Two(rounds, (_, session) => session));

        finding.Holder.Name.ShouldBe("all");
        finding.ObjectsPerRequest["Session"].ShouldBe(1);
        finding.Details.AlsoHeldBy.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("byId");
    }

    // Context --byId--> Map --table--> [key, Array --[0]--> Session]
    [Fact]
    public void An_index_that_wraps_each_object_in_an_array_is_the_same_leak()
    {
        var finding = TinyProgram.FindLeak(
            rounds => Two(rounds, (program, session) => program.Heap.Object("Array", 16).Element(0, session)));

        finding.Holder.Name.ShouldBe("all");
        finding.Details.AlsoHeldBy.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("byId");
    }

    [Fact]
    public void Containers_of_different_objects_are_two_findings() =>
        TinyProgram.Diagnose(rounds => Two(rounds, (program, _) => program.Heap.Object("Session", 48))).Findings
            .Select(finding => finding.Holder.Name).ShouldBe(["all", "byId"]);

    // Context --tenants--> Map --table--> 10 old Maps, each with a table of new entries
    [Fact]
    public void A_Map_of_Maps_is_a_cache()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var tables = new List<TinyNode>();
            var (outer, table) = (program.Heap.Object("Map", 32), program.Heap.Array("", 100));
            program.Scope.Context("tenants", outer.Internal("table", table));
            for (var i = 0; i < 10; i++)
            {
                tables.Add(program.Heap.Array("", 1_000));
                table
                    .Internal($"{10 + (3 * i)}", program.Heap.String("tenant" + i, 20))
                    .Internal($"{11 + (3 * i)}", program.Heap.Object("Map", 32).Internal("table", tables[i]));
            }

            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                tables[i % 10]
                    .Internal($"{10 + (3 * (i / 10))}", program.Heap.String("page" + i, 20))
                    .Internal($"{11 + (3 * (i / 10))}", program.Heap.Object("Page", 40));
            }

            return program;
        });

        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Holder.Name.ShouldBe("tenants");
        finding.ObjectsPerRequest["Page"].ShouldBe(1);
        finding.Advice.Why.ShouldContain("one of the Maps in tenants");
        finding.Advice.Example.ShouldStartWith("const inner = tenants.get(group);");
    }

    private static TinyProgram Two(int rounds, Func<TinyProgram, TinyNode, TinyNode> indexed)
    {
        var program = new TinyProgram();
        var all = program.Heap.Object("Array", 16);
        var table = program.Heap.Array("", 100);
        program.Scope.Context("all", all).Context("byId", program.Heap.Object("Map", 32).Internal("table", table));
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var session = program.Heap.Object("Session", 48).Property("text", program.Heap.String("text" + i, 4_000));
            all.Element(i, session);
            table.Internal($"{10 + (3 * i)}", program.Heap.String("id" + i, 24)).Internal($"{11 + (3 * i)}", indexed(program, session));
        }

        return program;
    }
}
