using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis.SourceMaps;

public sealed class OriginalLocationsTests
{
    private const string Original = """
        interface Entry { id: number }

        const leaked: Entry[] = [];
        export function remember(entry: Entry): void {
          leaked.push(entry);
        }
        """;

    private const string Generated = "const leaked = [];\nfunction r(e) {\n  leaked.push(e);\n}\n";

    // const leaked; function, its name and its parameters; leaked.push
    private static readonly int[][][] Lines =
        [[[0, 0, 2, 0], [6, 0, 2, 6]], [[0, 0, 3, 0], [9, 0, 3, 16, 0], [10, 0, 3, 24]], [[2, 0, 4, 2]]];

    [Fact]
    public void A_finding_reports_the_original_and_the_generated_location()
    {
        var report = Diagnose(Inline(Lines, ["../src/server.ts"], [Original]));

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Location.ShouldBe(new LocationReport
        {
            File = "/src/server.ts",
            Line = 5,
            Column = 3,
            Function = "remember",
            Source = "leaked.push(entry);",
            Generated = new GeneratedLocationReport { File = TinyProgram.File, Line = 3, Column = 3 },
        });
        finding.Details.Declaration.ShouldBe("/src/server.ts:3:7");
    }

    // The closure `handler` of the path is at 10:5 of the generated code.
    [Fact]
    public void Steps_of_the_path_are_reported_at_original_locations()
    {
        int[][][] lines = [.. Lines, [], [], [], [], [], [], [[0, 0, 3, 0]]];
        var finding = Diagnose(Inline(lines, ["../src/server.ts"], [Original])).Findings.ShouldHaveSingleItem();
        var step = finding.RetainerPath.Single(step => step.NodeType == "closure");

        step.Location.ShouldNotBeNull().ToString().ShouldBe("/src/server.ts:4:1");
        step.Location.ShouldNotBeNull().Generated.ShouldBe(new GeneratedLocationReport { File = TinyProgram.File, Line = 10, Column = 5 });
    }

    [Fact]
    public void A_source_map_does_not_change_the_fingerprint() =>
        Diagnose(Inline(Lines, ["../src/server.ts"], [Original])).Findings.Single().Fingerprint
            .ShouldBe(Diagnose(Generated).Findings.Single().Fingerprint);

    [Theory]
    [InlineData("//# sourceMappingURL=data:application/json;base64,e30=")]
    [InlineData("//# sourceMappingURL=data:application/json;base64,????")]
    [InlineData("//# sourceMappingURL=gone.js.map")]
    [InlineData("//# sourceMappingURL=https://maps.example/server.js.map")]
    public void Without_a_readable_map_the_generated_location_is_reported(string comment)
    {
        var place = Diagnose(Generated + comment).Findings.ShouldHaveSingleItem().Location.ShouldNotBeNull();

        place.ToString().ShouldBe($"{TinyProgram.File}:3:3");
        place.Source.ShouldBe("leaked.push(e);");
        place.Generated.ShouldBeNull();
    }

    [Fact]
    public void A_line_missing_from_the_map_is_reported_at_its_generated_location()
    {
        var place = Diagnose(Inline([Lines[0], Lines[1]], ["../src/server.ts"], [Original])).Findings.ShouldHaveSingleItem();

        place.Location.ShouldNotBeNull().ToString().ShouldBe($"{TinyProgram.File}:3:3");
        place.Details.Declaration.ShouldBe("/src/server.ts:3:7");
    }

    [Fact]
    public void The_line_comes_from_the_original_on_disk_if_the_map_has_no_content()
    {
        var texts = Mapped(MapText.Of(Lines, ["../src/a.ts"]));
        texts["/app/src/a.ts"] = Original;

        var place = new OriginalLocations(texts).ResolveStatement(Place("/app/dist/a.js", 3, 3));

        place.ToString().ShouldBe("/app/src/a.ts:5:3");
        place.Source.ShouldBe("leaked.push(entry);");
        place.Function.ShouldBe("remember");
    }

    [Fact]
    public void Without_the_original_source_the_generated_line_is_shown()
    {
        var texts = Mapped(MapText.Of(Lines, ["../src/a.ts"]));

        var place = new OriginalLocations(texts).ResolveStatement(Place("/app/dist/a.js", 3, 3));

        place.ToString().ShouldBe("/app/src/a.ts:5:3");
        place.Source.ShouldBe("as compiled");
    }

    [Fact]
    public void A_function_has_its_name_from_before_minification()
    {
        var texts = Mapped(MapText.Of(Lines, ["../src/a.ts"], names: ["remember"]));

        var place = new OriginalLocations(texts).ResolveFunction(Place("/app/dist/a.js", 2, 11) with { Function = "r" });

        place.ToString().ShouldBe("/app/src/a.ts:4:25");
        place.Function.ShouldBe("remember");
    }

    [Fact]
    public void Project_paths_of_a_bundler_are_found_above_the_bundle()
    {
        var texts = new Texts { ["/app/build/js/a.js"] = Generated + "//# sourceMappingURL=a.js.map", ["/app/src/a.ts"] = Original }
            .WithMap("/app/build/js/a.js", MapText.Of(Lines, ["webpack://shop/./src/a.ts"], [Original]));

        new OriginalLocations(texts).ResolveStatement(Place("/app/build/js/a.js", 3, 3)).ToString().ShouldBe("/app/src/a.ts:5:3");
    }

    [Fact]
    public void A_bundler_url_without_a_file_is_kept()
    {
        var texts = Mapped(MapText.Of(Lines, ["webpack://shop/./src/a.ts"], [Original]));

        var place = new OriginalLocations(texts).ResolveStatement(Place("/app/dist/a.js", 3, 3));

        place.ToString().ShouldBe("webpack://shop/src/a.ts:5:3");
        place.Source.ShouldBe("leaked.push(entry);");
    }

    [Fact]
    public void A_map_is_read_once()
    {
        var texts = Mapped("{ damaged");
        var places = new OriginalLocations(texts);

        for (var i = 0; i < 3; i++) places.ResolveFunction(Place("/app/dist/a.js", 3, 3)).Generated.ShouldBeNull();

        texts.MapsAsked.ShouldBe(1);
    }

    private static CodeLocation Place(string file, int line, int column) => new(file, line, column, Function: null, Source: "as compiled");

    private static string Inline(int[][][] lines, string[] sources, string[] contents) =>
        $"{Generated}//# sourceMappingURL=data:application/json;charset=utf-8,"
        + $"{Uri.EscapeDataString(MapText.Of(lines, sources, contents, names: ["remember"]))}\n";

    private static Texts Mapped(string map) =>
        new Texts { ["/app/dist/a.js"] = Generated + "//# sourceMappingURL=a.js.map" }.WithMap("/app/dist/a.js", map);

    private static DiagnosisReport Diagnose(string source) => TinyProgram.Diagnose(
        rounds => Growing(rounds, (program, list, i) =>
            list.Element(i, program.Heap.Object("Object", 32).Property("id", program.Heap.String("s" + i, 24)))),
        source: source);

    private sealed class Texts : Dictionary<string, string>, ISourceTexts
    {
        private readonly Dictionary<string, string> _maps = [];

        public int MapsAsked { get; private set; }

        public Texts WithMap(string script, string map)
        {
            _maps[script] = map;
            return this;
        }

        public string? FindText(string script) => this.GetValueOrDefault(script);

        public string? FindMap(string script)
        {
            MapsAsked++;
            return _maps.GetValueOrDefault(script);
        }
    }
}
