using Heapwise.Analysis;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Functions, arrays and the global object whose own properties are used as a table.</summary>
public sealed class FunctionTableTests
{
    private const string Source = """
        function render(key) {
          if (!render[key]) render[key] = { at: Date.now() };
          return render[key];
        }
        function remember(key) {
          globalThis[key] = { at: Date.now() };
        }
        """;

    // Context --render--> closure render --key--> Object; the same with --[i]-->
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_with_a_property_for_each_key_is_a_cache(bool isIndexed)
    {
        var finding = FindLeak(rounds => WithTable(rounds, (program, table, i) => Put(table, i, Entry(program), isIndexed)), Source);

        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("render");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(2);
        finding.ObjectsPerRequest["Page"].ShouldBe(1);
    }

    // Context --lookup--> closure render --key--> Object
    [Fact]
    public void A_function_known_by_another_name_is_searched_by_its_own()
    {
        var finding = FindLeak(
            rounds => WithTable(rounds, (program, table, i) => Put(table, i, Entry(program), false), variable: "lookup"), Source);

        finding.Holder.Name.ShouldBe("lookup");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(2);
    }

    // Context --render--> closure --NAME--> closure, each made elsewhere; --items--> Array --[i]--> Object
    [Fact]
    public void A_function_with_many_methods_is_no_table()
    {
        var finding = FindLeak(rounds =>
        {
            TinyNode? items = null;
            return WithTable(rounds, (program, function, i) =>
            {
                if (items is null)
                {
                    items = program.Heap.Object("Array", 16);
                    function.Property("items", items);
                    for (var method = 0; method < 30; method++)
                    {
                        function.Property("method" + method, program.Script.Function("method" + method, 50 + method, 1, 56));
                    }
                }

                items.Element(i, Entry(program));
            });
        });

        finding.Pattern.ShouldBe("growing-collection");
        finding.Holder.Name.ShouldBe("items");
    }

    // Context --leaked--> Array --key--> Object
    [Fact]
    public void An_array_with_keys_is_a_cache()
    {
        var finding = FindLeak(rounds => Growing(rounds, (program, list, i) => list.Property("key" + i, Entry(program))));

        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Details.Entries.ShouldBe(4 * PerRound);
    }

    // (root) --> global --key--> Object
    [Fact]
    public void The_global_object_with_a_property_for_each_key_is_a_cache()
    {
        var finding = FindLeak(
            rounds =>
            {
                var program = new TinyProgram();
                for (var i = 0; i < 100; i++) program.Global.Property("Builtin" + i, program.Script.Function("Builtin" + i, 90, 1, 56));
                for (var i = 0; i < (rounds + 1) * PerRound; i++) program.Global.Property("key" + i, Entry(program));
                return program;
            },
            Source);

        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Holder.Path.ShouldBe("the global object");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(6);
        finding.Advice.Example.ShouldContain("globalThis[key]");
    }

    private static TinyNode Entry(TinyProgram program) => program.Heap.Object("Page", 200);

    private static void Put(TinyNode table, int i, TinyNode entry, bool isIndexed)
    {
        if (isIndexed) table.Element(i, entry);
        else table.Property("key" + i, entry);
    }

    private static TinyProgram WithTable(int rounds, Action<TinyProgram, TinyNode, int> add, string variable = "render")
    {
        var program = new TinyProgram();
        var table = program.Script.Function("render", 0, 15, 64).Internal("context", program.Scope);
        program.Scope.Context(variable, table);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) add(program, table, i);
        return program;
    }
}
