using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis.SourceMaps;

/// <summary>Original names of holders in minified code.</summary>
public sealed class OriginalNamesTests
{
    private const string Original = """
        class VisitTracker {
          #visits = [];
          remember(visit) { this.#visits.push(visit); }
        }
        const tracker = new VisitTracker();
        const recentEntries = [];
        const add = entry => { recentEntries.push(entry); };
        """;

    // Context --t--> Object --v--> Array --[i]--> Object
    [Theory]
    [InlineData("v.push", "#visits.push")]
    [InlineData("this.v", "this.#visits")]
    public void An_inlined_class_has_its_name_in_the_source(string generated, string original)
    {
        const string Script = "const t=new class{v=[];add(e){this.v.push(e)}}();";

        var finding = Find(Script, [("t=", "tracker ="), (generated, original)], (program, list) =>
            program.Scope.Context("t", program.Heap.Object("Object", 32).Property("v", list)));

        finding.Holder.Name.ShouldBe("#visits");
        finding.Holder.Path.ShouldBe("property #visits of VisitTracker");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    // Context --t--> n --#e--> Array --[i]--> Object, and the class n at the constructor's position
    [Fact]
    public void A_minified_class_and_its_private_field_have_their_names_in_the_source()
    {
        const string Script = "class n{#e=[];add(e){this.#e.push(e)}}const t=new n;";

        var finding = Find(
            Script,
            [("class n", "class VisitTracker"), ("#e=", "#visits ="), ("this.#e", "this.#visits"), ("#e.push", "#visits.push")],
            (program, list) => program.Scope.Context("t", program.Heap.Object("n", 32).At(7, 0, 0).Property("#e", list)));

        finding.Holder.Path.ShouldBe("property #visits of VisitTracker");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    // Context --r--> Array --[i]--> Object
    [Fact]
    public void A_minified_variable_has_its_name_and_file_in_the_source()
    {
        var finding = Find(
            "const r=[];const a=e=>{r.push(e)};",
            [("r=", "recentEntries ="), ("r.push", "recentEntries.push")],
            (program, list) => program.Scope.Context("r", list));

        finding.Holder.Path.ShouldBe("variable recentEntries in tracker.ts");
        finding.Details.Variable.ShouldBe("recentEntries");
        finding.Advice.Example.ShouldContain("recentEntries.push(entry)");
    }

    [Fact]
    public void Without_a_map_names_are_those_of_the_running_code() => Find(
        "const r=[];const a=e=>{r.push(e)};", [], (program, list) => program.Scope.Context("r", list)).Holder.Name.ShouldBe("r");

    /// <summary>The finding of a program whose text is one line, mapped at some of its tokens.</summary>
    private static FindingReport Find(string script, (string Generated, string Original)[] tokens, Action<TinyProgram, TinyNode> hold)
    {
        var lines = Original.ReplaceLineEndings("\n").Split('\n');
        int[][] mappings = [.. tokens.Select(Mapping).OrderBy(mapping => mapping[0])];
        var map = Uri.EscapeDataString(MapText.Of([mappings], ["tracker.ts"], [Original]));
        return FindLeak(
            rounds =>
            {
                var program = new TinyProgram();
                var list = program.Heap.Object("Array", 16);
                hold(program, list);
                for (var i = 0; i < (rounds + 1) * PerRound; i++) list.Element(i, program.Heap.Object("Object", 200));
                return program;
            },
            tokens.Length == 0 ? script : $"{script}\n//# sourceMappingURL=data:application/json,{map}\n");

        int[] Mapping((string Generated, string Original) token)
        {
            var line = Array.FindIndex(lines, text => text.Contains(token.Original, StringComparison.Ordinal));
            var column = lines[line].IndexOf(token.Original, StringComparison.Ordinal);
            return [script.IndexOf(token.Generated, StringComparison.Ordinal), 0, line, column];
        }
    }
}
