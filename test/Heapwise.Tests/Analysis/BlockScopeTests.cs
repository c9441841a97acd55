using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>
/// Variables of a block, which have numbers in place of names:
/// <c>Context –hidden:N→ value, –scope_info→ ScopeInfo –hidden:N→ "name"</c>.
/// </summary>
public sealed class BlockScopeTests
{
    [Fact]
    public void A_variable_of_a_block_has_the_name_of_its_slot()
    {
        var program = new TinyProgram();
        var (pages, users) = (program.Heap.Object("Map"), program.Heap.Object("Map"));
        Block(program, "pages", "users").Hidden(0, pages).Hidden(1, users);

        Words(program, users).ShouldBe("variable users in server.js");
    }

    // A slot with undefined has a number, but no edge.
    [Fact]
    public void A_slot_without_a_value_counts()
    {
        var program = new TinyProgram();
        var users = program.Heap.Object("Map");
        Block(program, "last", "users").Hidden(1, users);

        Words(program, users).ShouldBe("variable users in server.js");
    }

    // A slot with a small integer has no number.
    [Fact]
    public void Where_a_slot_holds_an_integer_a_variable_is_one_of_several()
    {
        var program = new TinyProgram();
        var users = program.Heap.Object("Map");
        Block(program, "count", "users").Hidden(0, users);

        Words(program, users).ShouldBe("variable count or users in server.js");
    }

    [Fact]
    public void A_name_is_preferred_to_one_of_several()
    {
        var program = new TinyProgram();
        var users = program.Heap.Object("Map");
        Block(program, "count", "users").Hidden(0, users);
        program.Scope.Context("known", users);

        Words(program, users).ShouldBe("variable known in server.js");
    }

    [Fact]
    public void A_path_shows_the_variable_of_a_block()
    {
        var program = new TinyProgram();
        var users = program.Heap.Object("Map");
        Block(program, "users").Hidden(0, users);
        using var snapshot = program.Heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        PathSteps.Collapse(snapshot, paths.FindPath(users)!)[^1].Edge.ShouldBe("users");
    }

    [Theory]
    [InlineData("{\n  let count = 0;\n  const leaked = [];\n  use(() => { leaked.push(++count); });\n}", 4)]
    [InlineData("{\n  let count = size();\n  const leaked = [];\n  use(() => { leaked.push(++count); });\n}", 4)]
    public void The_script_shows_which_one_of_several_grows(string source, int line)
    {
        var finding = Diagnose(GrowingInBlock, source: source).Findings.ShouldHaveSingleItem();

        finding.Holder.Path.ShouldBe("variable leaked in server.js");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(line);
        finding.Confidence.ShouldBe(Confidence.High);
    }

    [Fact]
    public void Without_the_script_one_of_several_is_not_certain()
    {
        var finding = Diagnose(GrowingInBlock).Findings.ShouldHaveSingleItem();

        finding.Holder.Name.ShouldBeNull();
        finding.Holder.Path.ShouldBe("variable count or leaked in server.js");
        finding.Confidence.ShouldBe(Confidence.Medium);
    }

    // closure --context--> Context --extension--> Generator --parameters_and_registers--> registers --2--> Array
    [Theory]
    [InlineData(null, "an unnamed object of main in server.js", Confidence.Medium, 3)]
    [InlineData(
        "async function x() {}\n\nasync function main() {\n  const log = [], b = [];\n  log.push(1);\n}",
        "variable log in server.js",
        Confidence.High,
        5)]
    public void A_local_variable_of_a_call_that_has_not_ended_is_the_functions(string? source, string path, Confidence confidence, int line)
    {
        var finding = Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var heap = program.Heap;
            var (call, registers, log) = (heap.Object("Generator").At(7, 2, 19), heap.Array("", 64), heap.Object("Array", 16));
            program.Scope.Context("started", heap.Object("Promise").Internal("reactions_or_result", call));
            call.Internal("function", program.Script.Function("main", 2, 19));
            call.Internal("parameters_and_registers", registers.Internal("2", log));
            for (var i = 0; i < (rounds + 1) * PerRound; i++) log.Element(i, heap.Object("Job", 32));
            return program;
        }, source: source).Findings.ShouldHaveSingleItem();

        finding.Holder.Path.ShouldBe(path);
        finding.Confidence.ShouldBe(confidence);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(line);
    }

    // Server --_events--> Object --request--> bound function --bound_this--> Object --jobs--> Array
    [Fact]
    public void What_a_single_listener_keeps_is_no_list_of_listeners()
    {
        var finding = Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var heap = program.Heap;
            var (server, events, state, list) = (heap.Object("Server"), heap.Object("Object"), heap.Object("Object"), heap.Object("Array"));
            var listener = program.Script.Function("onJob", 2, 14).Internal("bound_this", state);
            program.Scope.Context("server", server.Property("_events", events.Property("request", listener)));
            state.Property("jobs", list);
            for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, heap.Object("Job", 32));
            return program;
        }).Findings.ShouldHaveSingleItem();

        finding.Pattern.ShouldBe("growing-collection");
        finding.Holder.Path.ShouldBe("an unnamed object of onJob in server.js");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
        finding.Confidence.ShouldBe(Confidence.Medium);
    }

    /// <summary>A block whose first variable is an integer, and whose second one is a list that grows.</summary>
    private static TinyProgram GrowingInBlock(int rounds)
    {
        var program = new TinyProgram();
        var list = program.Heap.Object("Array", 16);
        Block(program, "count", "leaked").Hidden(0, list);
        for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, program.Heap.Object("Job", 32));
        return program;
    }

    /// <summary>A block in the program's scope with a function that uses its variables.</summary>
    private static TinyNode Block(TinyProgram program, params string[] names)
    {
        var heap = program.Heap;
        var info = heap.Code("system / ScopeInfo");
        for (var i = 0; i < names.Length; i++) info.Hidden(i, heap.String(names[i]));
        info.Hidden(names.Length, heap.Code("system / ScopeInfo"));
        var block = heap.Object("system / Context", 48).Internal("scope_info", info).Internal("previous", program.Scope);
        program.Global.Property("listener", program.Script.Function("", 3, 6).Internal("context", block));
        return block;
    }

    private static string Words(TinyProgram program, TinyNode node)
    {
        using var snapshot = program.Heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        return ReportLanguages.English.NameOf(HolderNaming.FindName(paths, node));
    }
}
