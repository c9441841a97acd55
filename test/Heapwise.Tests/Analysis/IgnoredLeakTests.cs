using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class IgnoredLeakTests
{
    [Fact]
    public void An_ignored_leak_does_not_affect_the_verdict_and_is_listed()
    {
        var leak = TinyProgram.Diagnose(Build);
        var fingerprint = leak.Findings.ShouldHaveSingleItem().Fingerprint;

        var report = TinyProgram.Diagnose(Build, ignored: [fingerprint, "ffffffffffff"]);

        report.Verdict.ShouldBe(Verdict.NoLeak);
        report.Findings.ShouldBeEmpty();
        report.Ignored.ShouldBe([new IgnoredFinding { Fingerprint = fingerprint, Title = leak.Findings[0].Title }]);
        report.Reason.ShouldStartWith("Apart from 1 ignored leak, nothing ");
        TinyProgram.Diagnose(Build, ignored: ["ffffffffffff"]).Findings.Count.ShouldBe(1);
    }

    /// <summary>The array alone gains 640 bytes a round; any further growth of the heap is a separate question.</summary>
    [Theory]
    [InlineData(640, Verdict.NoLeak)]
    [InlineData(1_000_000, Verdict.Inconclusive)]
    public void Growth_that_an_ignored_leak_does_not_explain_is_inconclusive(long heapBytesPerRound, Verdict verdict)
    {
        var fingerprint = TinyProgram.FindLeak(Build).Fingerprint;

        TinyProgram.Diagnose(Build, ignored: [fingerprint], heapBytesPerRound: heapBytesPerRound).Verdict.ShouldBe(verdict);
    }

    /// <summary>Twenty entries of 32 bytes more after each round, in an array that a variable holds.</summary>
    internal static TinyProgram Build(int rounds)
    {
        var program = new TinyProgram();
        var list = program.Heap.Object("Array", 16);
        program.Scope.Context("leaked", list);
        for (var i = 0; i < 20 * (rounds + 1); i++) list.Element(i, program.Heap.Object("Entry", 32));
        return program;
    }
}
