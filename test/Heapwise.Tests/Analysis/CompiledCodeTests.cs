using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class CompiledCodeTests
{
    private const int PerRound = 20;

    // Context --kept--> Array --[i]--> closure --shared--> (shared function info) --script--> a script for each
    [Theory]
    [InlineData("script")]
    [InlineData("script_or_debug_info")]
    public void Functions_with_a_script_each_are_a_leak_of_code(string edge)
    {
        var finding = TinyProgram.FindLeak(rounds => Kept(rounds, program => Function(program, edge, program.Heap.Code("", 1_000))));

        finding.Pattern.ShouldBe("compiled-code");
        finding.Holder.Name.ShouldBe("kept");
        finding.Title.ShouldContain("Code compiled at run time");
        finding.BytesPerRequest.ShouldBe(64 + 56 + 1_000);
    }

    [Fact]
    public void Functions_of_one_script_are_ordinary_entries()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var script = (TinyNode?)null;
            return Kept(rounds, program => Function(program, "script", script ??= program.Heap.Code("", 1_000)));
        });

        finding.Pattern.ShouldBe("growing-collection");
        finding.BytesPerRequest.ShouldBe(64);
    }

    // Context --kept--> Array --[i]--> {sandbox} --sandbox--> Object --> system / NativeContext
    [Fact]
    public void Contexts_are_a_leak_of_code()
    {
        var finding = TinyProgram.FindLeak(rounds => Kept(rounds, program =>
        {
            var sandbox = program.Heap.Object("Object", 32).Internal("context", program.Heap.Hidden("system / NativeContext", 2_000));
            return program.Heap.Object("Object", 32).Property("sandbox", sandbox).Property("rule", program.Heap.String("rule", 24));
        }));

        finding.Pattern.ShouldBe("compiled-code");
        finding.Title.ShouldContain("Contexts of node:vm");
    }

    private static TinyNode Function(TinyProgram program, string edge, TinyNode script) =>
        program.Heap.Closure("made", 64).Internal("shared", program.Heap.Code("(shared function info)", 56).Internal(edge, script));

    private static TinyProgram Kept(int rounds, Func<TinyProgram, TinyNode> make)
    {
        var program = new TinyProgram();
        var kept = program.Heap.Object("Array", 16);
        program.Scope.Context("kept", kept);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) kept.Element(i, make(program));
        return program;
    }
}
