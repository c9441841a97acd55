using System.Globalization;
using Heapwise.Analysis.Locations.SourceMaps;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.SourceMaps;

public sealed class SourceMapTests
{
    // Generated line 1 has mappings at columns 1, 5 and 11; line 2 has none; line 3 has one at column 9.
    private static readonly int[][][] Three = [[[0, 0, 9, 2], [4, 0, 3, 0], [10, 0, 3, 7]], [], [[8, 0, 20, 4]]];

    [Theory]
    [InlineData(1, 1, "10:3")]
    [InlineData(1, 4, "10:3")]
    [InlineData(1, 5, "4:1")]
    [InlineData(1, 10, "4:1")]
    [InlineData(1, 11, "4:8")]
    [InlineData(1, 9999, "4:8")]
    [InlineData(2, 1, null)]
    [InlineData(3, 8, null)]
    [InlineData(3, 9, "21:5")]
    [InlineData(4, 1, null)]
    [InlineData(0, 1, null)]
    public void The_last_mapping_at_or_before_a_column_applies(int line, int column, string? expected)
    {
        var found = SourceMap.Parse(MapText.Of(Three), "/app/dist/a.js.map").Find(line, column);

        (found is null ? null : $"{found.Line}:{found.Column}").ShouldBe(expected);
    }

    [Theory]
    [InlineData("A", 0)]
    [InlineData("C", 1)]
    [InlineData("e", 15)]
    [InlineData("gB", 16)]
    [InlineData("2H", 123)]
    [InlineData("gggggE", 1 << 26)]
    public void Numbers_have_any_number_of_digits(string text, int column)
    {
        MapText.Number(column).ShouldBe(text);
        var map = SourceMap.Parse($$"""{"version":3,"sources":["a.ts"],"mappings":"{{text}}AAA"}""", "/m.map");

        map.Find(1, column + 1).ShouldNotBeNull();
        map.Find(1, column).ShouldBeNull();
    }

    [Fact]
    public void Negative_differences_move_backwards()
    {
        var map = SourceMap.Parse(MapText.Of([[[100, 1, 500, 90], [200, 0, 2, 1]]], ["a.ts", "b.ts"]), "/app/m.map");

        map.Find(1, 101).ShouldBe(new OriginalPosition("/app/b.ts", 501, 91, null, null) { IsExact = true });
        map.Find(1, 201).ShouldBe(new OriginalPosition("/app/a.ts", 3, 2, null, null) { IsExact = true });
    }

    [Fact]
    public void Code_added_by_the_compiler_has_no_original()
    {
        var map = SourceMap.Parse(MapText.Of([[[0, 0, 0, 0], [10], [20, 0, 1, 0]]]), "/m.map");

        map.Find(1, 10).ShouldNotBeNull();
        map.Find(1, 11).ShouldBeNull();
        map.Find(1, 20).ShouldBeNull();
        map.Find(1, 21).ShouldNotBeNull().Line.ShouldBe(2);
    }

    [Fact]
    public void Mappings_out_of_order_are_sorted()
    {
        var map = SourceMap.Parse(MapText.Of([[[20, 0, 2, 0], [0, 0, 0, 0], [10, 0, 1, 0]]]), "/m.map");

        ((int[])[1, 11, 21]).Select(column => map.Find(1, column)!.Line).ShouldBe([1, 2, 3]); // each has a mapping
    }

    [Fact]
    public void Names_and_contents_of_originals_are_read()
    {
        var map = SourceMap.Parse(MapText.Of([[[0, 0, 0, 0, 1], [4, 0, 0, 3]]], contents: ["let cache;"], names: ["x", "cache"]), "/m.map");

        map.Find(1, 1).ShouldBe(new OriginalPosition("/a.ts", 1, 1, "cache", "let cache;") { IsExact = true });
        map.Find(1, 5)!.Name.ShouldBeNull(); // the mapping is there
    }

    [Fact]
    public void A_section_begins_at_its_offset_and_ends_at_the_next()
    {
        var first = MapText.Of([[[0, 0, 0, 0]], [[0, 0, 1, 0]]], ["a.ts"]);
        var second = MapText.Of([[[2, 0, 7, 0]], [[2, 0, 8, 0]]], ["b.ts"]);
        var sections =
            $$"""[{"offset":{"line":1,"column":10},"map":{{second}}},{"offset":{"line":0,"column":0},"map":{{first}}}]""";
        var map = SourceMap.Parse($$"""{"version":3,"sections":{{sections}}}""", "/m.map");

        map.Find(1, 5)!.ToString().ShouldContain("/a.ts, Line = 1");
        map.Find(2, 10)!.ToString().ShouldContain("/a.ts, Line = 2");
        map.Find(2, 11).ShouldBeNull(); // of the second section, before its first mapping
        map.Find(2, 13)!.ToString().ShouldContain("/b.ts, Line = 8");
        map.Find(3, 3)!.ToString().ShouldContain("/b.ts, Line = 9"); // columns are shifted in the first line only
    }

    [Fact]
    public void A_section_in_another_file_is_left_out() =>
        SourceMap.Parse("""{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"http://x/m.map"}]}""", "/m.map")
            .Find(1, 1).ShouldBeNull();

    [Fact]
    public void The_guard_prefix_is_skipped() =>
        SourceMap.Parse(")]}'\n" + MapText.Of([[[0, 0, 0, 0]]]), "/m.map").Find(1, 1).ShouldNotBeNull();

    [Fact]
    public void A_mapping_to_a_source_without_a_name_has_no_original()
    {
        var map = SourceMap.Parse("""{"version":3,"sources":[null],"mappings":"AAAA,KCAA"}""", "/m.map");

        map.Find(1, 1).ShouldBeNull();
        map.Find(1, 7).ShouldBeNull(); // of a source that is not in the list
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("<!DOCTYPE html>")]
    [InlineData(")]}'")]
    [InlineData("""{"version":2,"sources":["a"],"mappings":"AAAA"}""")]
    [InlineData("""{"version":"3","sources":["a"],"mappings":"AAAA"}""")]
    [InlineData("""{"version":3,"sources":["a"]}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":7}""")]
    [InlineData("""{"version":3,"sources":"a","mappings":"AAAA"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AA"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AAAAAA"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AAA?"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AAAg"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AAAggggggggggggA"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"DAAA"}""")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"AAAA,+/////BAAA,+/////BAAA,+/////BAAA"}""")]
    [InlineData("""{"version":3,"sections":{}}""")]
    [InlineData("""{"version":3,"sections":[{"map":{}}]}""")]
    [InlineData("""{"version":3,"sections":[{"offset":{"line":0.5,"column":0},"map":{"mappings":""}}]}""")]
    [InlineData("""{"version":3,"sections":[{"offset":7,"map":{"mappings":""}}]}""")]
    [InlineData("""{"version":3,"sections":[7]}""")]
    public void Content_that_is_not_a_source_map_is_refused(string text) =>
        Should.Throw<FormatException>(() => SourceMap.Parse(text, "/m.map"));

    /// <summary>
    /// Maps by TypeScript and esbuild, and two in sections, with what Node's own reader of source maps says of every few columns; of the
    /// very last mapping of all it says the name of an earlier one, so that row is left out.
    /// </summary>
    [Theory]
    [InlineData("tsc")]
    [InlineData("minified")]
    [InlineData("sections")]
    public void Maps_of_compilers_agree_with_Node(string name)
    {
        var folder = Path.Combine(Repository.Root, "test", "Heapwise.Tests", "Analysis", "SourceMaps", "Fixtures");
        var map = SourceMap.Parse(File.ReadAllText(Path.Combine(folder, name + ".js.map")), $"/app/dist/{name}.js.map");
        var told = File.ReadAllLines(Path.Combine(folder, name + ".positions"));

        told.Select(line => Tell(map, line.Split(' ')[0])).ShouldBe(told);
    }

    private static string Tell(SourceMap map, string place)
    {
        var at = place.Split(':').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        if (map.Find(at[0], at[1]) is not { } found) return $"{place} -";
        Path.GetDirectoryName(found.Source).ShouldBe("/app/src");
        return $"{place} {Path.GetFileName(found.Source)}:{found.Line}:{found.Column}{(found.Name is { } name ? " " + name : "")}";
    }
}
