using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class DetachedDomTests
{
    private const int PerRound = 20;
    private const int Attached = 1;
    private const int Detached = 2;

    // Context --removed--> Array --[i]--> <li>, detached, with a text below it
    [Fact]
    public void Removed_elements_that_accumulate_are_detached_dom()
    {
        var finding = TinyProgram.FindLeak(rounds => Kept(rounds, program => Element(program, "<li>", Detached)));

        finding.Pattern.ShouldBe("detached-dom");
        finding.Holder.Name.ShouldBe("removed");
        finding.ObjectsPerRequest["Detached <li>"].ShouldBe(1);
    }

    // Context --removed--> Array --[i]--> {at, panel} --panel--> <section>, detached
    [Fact]
    public void Objects_that_retain_removed_elements_are_detached_dom()
    {
        var finding = TinyProgram.FindLeak(rounds => Kept(rounds, program =>
            program.Heap.Object("Object", 32)
                .Property("panel", Element(program, "<section>", Detached))
                .Property("at", program.Heap.String("now", 24))));

        finding.Pattern.ShouldBe("detached-dom");
        finding.ObjectsPerRequest["{panel, at}"].ShouldBe(1);
    }

    [Theory]
    [InlineData("<li>", Attached)]
    [InlineData("Node / ContextifyScript", Detached)]
    public void Elements_of_the_page_and_other_native_objects_are_ordinary_entries(string name, int state) =>
        TinyProgram.FindLeak(rounds => Kept(rounds, program => Element(program, name, state))).Pattern.ShouldBe("growing-collection");

    // closure --shared--> system / SharedFunctionInfo --script--> system / Script / URL; no function has a known location
    [Fact]
    public void A_variable_of_a_page_is_named_without_function_locations()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var scope = program.Heap.Object("system / Context / scope @17", 24);
            var shared = program.Heap.Code("system / SharedFunctionInfo / show", 48)
                .Internal("script", program.Heap.Code("system / Script / https://example.com/page.html", 80));
            program.Global.Property("show", program.Heap.Closure("show", 32).Internal("context", scope).Internal("shared", shared));
            return Fill(program, scope, rounds, () => Element(program, "<li>", Detached));
        });

        finding.Holder.Path.ShouldBe("variable removed in page.html");
    }

    private static TinyNode Element(TinyProgram program, string name, int state) =>
        program.Heap.Native(name, 80, state).Internal("firstChild", program.Heap.Native("Text", 48, state));

    private static TinyProgram Kept(int rounds, Func<TinyProgram, TinyNode> make)
    {
        var program = new TinyProgram();
        return Fill(program, program.Scope, rounds, () => make(program));
    }

    private static TinyProgram Fill(TinyProgram program, TinyNode scope, int rounds, Func<TinyNode> make)
    {
        var removed = program.Heap.Object("Array", 16);
        scope.Context("removed", removed);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) removed.Element(i, make());
        return program;
    }
}
