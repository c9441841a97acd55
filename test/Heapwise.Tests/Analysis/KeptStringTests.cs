using Heapwise.Analysis;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class KeptStringTests
{
    private const int PerRound = 20;

    // Context --ids--> Array --[i]--> sliced string --parent--> string of 40 kB
    [Fact]
    public void Short_slices_of_long_strings_are_a_slice_leak()
    {
        var finding = TinyProgram.FindLeak(rounds => Pieces(rounds, (program, i) => Slice(program, 40, Text(program, i, 40_000))));

        finding.Pattern.ShouldBe("string-slice");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("ids");
        finding.ObjectsPerRequest["(sliced string)"].ShouldBe(1);
        finding.Explanation.ShouldContain("1 sliced string");
        finding.Advice.Why.ShouldContain("40 kB");
    }

    // Context --ids--> Array --[i]--> {id, name} --id--> sliced string --parent--> string of 40 kB
    [Fact]
    public void Slices_inside_objects_are_a_slice_leak()
    {
        var finding = TinyProgram.FindLeak(rounds => Pieces(rounds, (program, i) =>
            program.Heap.Object("Object", 32)
                .Property("id", Slice(program, 40, Text(program, i, 40_000)))
                .Property("name", program.Heap.String("n" + i, 24))));

        finding.Pattern.ShouldBe("string-slice");
        finding.ObjectsPerRequest["{id, name}"].ShouldBe(1);
    }

    // Context --ids--> Array --[i]--> sliced string; --others--> Array --[i]--> the same
    [Fact]
    public void Slices_in_two_containers_are_a_slice_leak()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var others = program.Heap.Object("Array", 16);
            program.Scope.Context("others", others);
            return Fill(program, rounds, i =>
            {
                var piece = Slice(program, 40, Text(program, i, 40_000));
                others.Element(i, piece);
                return piece;
            });
        });

        finding.Pattern.ShouldBe("string-slice");
    }

    [Fact]
    public void Slices_of_short_strings_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds => Pieces(rounds, (program, i) => Slice(program, 40, Text(program, i, 90)))).Pattern
            .ShouldBe("growing-collection");

    [Fact]
    public void Slices_of_most_of_their_string_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds => Pieces(rounds, (program, i) => Slice(program, 1_000, Text(program, i, 1_200)))).Pattern
            .ShouldBe("growing-collection");

    // handler --context--> Context --text--> a string older than the first round; all slices are cut from it
    [Fact]
    public void Slices_of_strings_that_are_alive_anyway_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var text = Text(program, 0, 40_000);
            program.Scope.Context("text", text);
            return Fill(program, rounds, _ => Slice(program, 40, text));
        }).Pattern.ShouldBe("growing-collection");

    private static TinyNode Text(TinyProgram program, int number, long bytes) => program.Heap.String("a long text " + number, bytes);

    private static TinyNode Slice(TinyProgram program, int length, TinyNode text) =>
        program.Heap.Node("sliced string", new string('x', length), 32).Internal("parent", text);

    private static TinyProgram Pieces(int rounds, Func<TinyProgram, int, TinyNode> make)
    {
        var program = new TinyProgram();
        return Fill(program, rounds, i => make(program, i));
    }

    private static TinyProgram Fill(TinyProgram program, int rounds, Func<int, TinyNode> make)
    {
        var list = program.Heap.Object("Array", 16);
        program.Scope.Context("ids", list);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, make(i));
        return program;
    }
}
