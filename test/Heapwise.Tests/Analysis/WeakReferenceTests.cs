using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class WeakReferenceTests
{
    private const int PerRound = 20;

    // Context --images--> Array --[i]--> WeakRef
    [Fact]
    public void Accumulating_WeakRefs_are_a_separate_leak()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var list = program.Heap.Object("Array", 16);
            program.Scope.Context("images", list);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, program.Heap.Object("WeakRef", 32));
            return program;
        });

        finding.Pattern.ShouldBe("weak-reference");
        finding.Holder.Name.ShouldBe("images");
        finding.ObjectsPerRequest["WeakRef"].ShouldBe(1);
    }

    // Context --finished--> FinalizationRegistry --> newest WeakCell --> ... --> oldest, each with what it hands to the callback
    [Theory]
    [InlineData(20)]
    [InlineData(500)]
    public void Accumulating_registrations_are_reported_by_registry(int perRound)
    {
        var finding = TinyProgram.Diagnose(requests: perRound, build: rounds =>
        {
            var program = new TinyProgram();
            var registry = program.Heap.Object("FinalizationRegistry", 80);
            program.Scope.Context("finished", registry);
            TinyNode? newest = null;
            for (var i = 0; i < (rounds + 1) * perRound; i++)
            {
                var cell = program.Heap.Hidden("system / WeakCell", 72).Hidden(0, registry).Hidden(2, program.Heap.Object("Job", 40));
                if (newest is not null) cell.Hidden(4, newest);
                newest = cell;
            }

            registry.Hidden(4, newest!); // rounds begin at 0, so there is one
            return program;
        }).Findings.ShouldHaveSingleItem();

        finding.Pattern.ShouldBe("weak-reference");
        finding.Holder.Name.ShouldBe("finished");
        finding.Holder.ClassName.ShouldBe("FinalizationRegistry");
        finding.Explanation.ShouldContain("1 registration in memory");
    }
}
