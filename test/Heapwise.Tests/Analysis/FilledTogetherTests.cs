using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class FilledTogetherTests
{
    private const int PerRound = 20;

    private const string OneMethod =
        """
        const book = { rows: [], log: [] };
        function add(row) {
          book.rows.push(row);
          book.log.push({ at: new Date() });
        }
        """;

    private const string TwoMethods =
        """
        const book = { rows: [], log: [] };
        function add(row) {
          book.rows.push(row);
        }
        function note(line) {
          book.log.push({ at: new Date() });
        }
        """;

    [Fact]
    public void What_one_method_adds_to_is_one_finding()
    {
        var finding = TinyProgram.FindLeak(rounds => Book(rounds), OneMethod);

        finding.Holder.Name.ShouldBe("book.rows");
        finding.GrowthBytes.ShouldBe(3 * PerRound * (400 + 48));
        var other = finding.Details.AlsoFilled.ShouldNotBeNull().ShouldHaveSingleItem();
        other.Name.ShouldBe("variable book.log in server.js");
        other.Location.ShouldNotBeNull().Line.ShouldBe(4);
    }

    [Fact]
    public void What_different_methods_add_to_is_one_finding_each() =>
        TinyProgram.Diagnose(rounds => Book(rounds), source: TwoMethods).Findings
            .Select(finding => finding.Holder.Name).ShouldBe(["book.rows", "book.log"]);

    [Fact]
    public void What_grows_at_another_pace_is_a_finding_of_its_own() =>
        TinyProgram.Diagnose(rounds => Book(rounds, moreEachRound: 8), source: OneMethod).Findings
            .Select(finding => finding.Holder.Name).ShouldContain("book.log");

    [Fact]
    public void Without_the_text_nothing_is_joined() =>
        TinyProgram.Diagnose(rounds => Book(rounds)).Findings.Count.ShouldBe(2);

    // Context --book--> Book --rows--> Array --[i]--> Row; --log--> Array --[i]--> Line
    private static TinyProgram Book(int rounds, int moreEachRound = 0)
    {
        var program = new TinyProgram();
        var (rows, log) = (program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
        var book = program.Heap.Object("Book", 32).Property("rows", rows).Property("log", log);
        program.Scope.Context("book", book);
        var lines = 0;
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < PerRound; i++) rows.Element((round * PerRound) + i, program.Heap.Object("Row", 400));
            for (var i = 0; i < PerRound + (round * moreEachRound); i++) log.Element(lines++, program.Heap.Object("Line", 48));
        }

        return program;
    }
}
