using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class LeakedFunctionTests
{
    private const int PerRound = 20;

    private const string Source = """
        const handlers = [];
        function start(job) {
          const payload = read(job);
          const size = () => payload.length;
          const done = () => console.log(job);
          handlers.push(done);
          handlers.push(size);
        }
        """;

    // Context --handlers--> Array --[i]--> closure --context--> Context --payload--> Buffer of 5 kB, --job--> string
    [Theory]
    [InlineData(3, 15, true)]
    [InlineData(4, 15, false)]
    public void Functions_in_an_array_that_retain_a_large_value_are_closures(int line, int column, bool mentions)
    {
        var report = TinyProgram.Diagnose(rounds => Handlers(rounds, line, column, 5_000), source: Source);

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Pattern.ShouldBe("closure");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("handlers");
        var function = finding.Details.Function.ShouldNotBeNull();
        function.Captured
            .ShouldHaveSingleItem().ShouldBe(new CapturedReport { Variable = "payload", ClassName = "Buffer", RetainedBytes = 5_000 });
        function.Location.ShouldNotBeNull().Line.ShouldBe(line + 1);
        function.MentionsLargest.ShouldBe(mentions);
        finding.Advice.Why.Contains("does not mention payload", StringComparison.Ordinal).ShouldBe(!mentions);
    }

    [Fact]
    public void Functions_that_retain_little_are_ordinary_entries()
    {
        var report = TinyProgram.Diagnose(rounds => Handlers(rounds, 3, 15, 100), source: Source);

        report.Findings.ShouldHaveSingleItem().Pattern.ShouldBe("growing-collection");
    }

    // Context --templates--> Array --[i]--> ret (node_modules) --context--> Context --compiled--> 5 kB
    [Fact]
    public void Functions_of_a_library_are_ordinary_entries_whatever_they_retain()
    {
        var report = TinyProgram.Diagnose(rounds =>
        {
            var library = (TinyScript?)null;
            return TinyProgram.Growing(rounds, (program, list, i) =>
            {
                library ??= program.Heap.Script(8, "/app/node_modules/bars/compiler.js");
                var scope = program.Heap.Object("system / Context", 40).Context("compiled", program.Heap.Object("Template", 5_000));
                list.Element(i, library.Function("ret", 9, 4, 56).Internal("context", scope));
            });
        });

        report.Findings.ShouldHaveSingleItem().Pattern.ShouldBe("growing-collection");
    }

    // The same Buffer in the scope of each function: to let go of one function frees none of it.
    [Fact]
    public void A_value_shared_by_all_functions_is_not_retained_by_one_of_them()
    {
        var report = TinyProgram.Diagnose(rounds => Handlers(rounds, 3, 15, 5_000, isShared: true), source: Source);

        report.Findings.ShouldHaveSingleItem().Pattern.ShouldBe("growing-collection");
    }

    [Fact]
    public void Without_the_source_no_function_is_reported_as_using_the_value()
    {
        var report = TinyProgram.Diagnose(rounds => Handlers(rounds, 3, 15, 5_000));

        report.Findings.ShouldHaveSingleItem().Details.Function.ShouldNotBeNull().MentionsLargest.ShouldBeNull();
    }

    private static TinyProgram Handlers(int rounds, int line, int column, int payloadBytes, bool isShared = false)
    {
        var program = new TinyProgram();
        var handlers = program.Heap.Object("Array", 16);
        program.Scope.Context("handlers", handlers);
        var shared = isShared ? program.Heap.Object("Buffer", payloadBytes) : null;
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var scope = program.Heap.Object("system / Context", 40).Internal("previous", program.Scope);
            scope.Context("payload", shared ?? program.Heap.Object("Buffer", payloadBytes))
                .Context("job", program.Heap.String("job" + i, 24));
            handlers.Element(i, program.Script.Function("done", line, column, 56).Internal("context", scope));
        }

        return program;
    }
}
