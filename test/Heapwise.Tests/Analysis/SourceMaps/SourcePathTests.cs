using System.Text;
using Heapwise.Analysis.Locations.SourceMaps;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.SourceMaps;

public sealed class SourcePathTests
{
    [Theory]
    [InlineData("/app/dist/a.js.map", "", "../src/a.ts", "/app/src/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "./b/./c/../a.ts", "/app/dist/b/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "/srv/a.ts", "/srv/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "../../../../a.ts", "/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "my%20file.ts", "/app/dist/my file.ts")]
    [InlineData("file:///app/di%20st/a.mjs", "", "../src/a.ts", "/app/src/a.ts")]
    [InlineData("file:///app/di%20st/a.mjs", "", "a.ts", "/app/di st/a.ts")]
    [InlineData("/app/dist/a.js.map", "../src", "a.ts", "/app/src/a.ts")]
    [InlineData("/app/dist/a.js.map", "../src/", "a.ts", "/app/src/a.ts")]
    [InlineData("/app/dist/a.js.map", "/srv/", "a.ts", "/srv/a.ts")]
    [InlineData("/app/dist/a.js.map", "../src/", "/srv/a.ts", "/srv/a.ts")]
    [InlineData("/app/dist/a.js.map", "https://maps.example/x/", "../a.ts", "https://maps.example/a.ts")]
    [InlineData("/app/dist/a.js.map", "webpack://app/", "./src/a.ts", "webpack://app/src/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "file:///srv/my%20app/a.ts", "/srv/my app/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "https://maps.example/x/../a.ts?v=3", "https://maps.example/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "webpack://app/./src/a.ts?9c3f", "webpack://app/src/a.ts")]
    [InlineData("/app/dist/a.js.map", "", "webpack:///./src/a.ts", "webpack:///src/a.ts")]
    [InlineData("http://host/js/a.js", "", "../src/a.ts", "http://host/src/a.ts")]
    [InlineData("http://host/js/a.js", "", "/src/a.ts", "http://host/src/a.ts")]
    [InlineData("a.js", "", "a.ts", "a.ts")]
    public void A_source_is_found_from_its_map(string map, string root, string source, string expected) =>
        SourcePath.Resolve(map, SourcePath.Below(root, source)).ShouldBe(expected);

    [Theory]
    [InlineData("webpack://app/src/a.ts", "src/a.ts")]
    [InlineData("webpack:///src/a.ts", "src/a.ts")]
    [InlineData("webpack://app", null)]
    [InlineData("webpack:////srv/a.ts", null)]
    [InlineData("webpack:///../a.ts", null)]
    [InlineData("/app/src/a.ts", null)]
    public void A_bundlers_url_names_a_path_in_the_project(string source, string? expected) =>
        SourcePath.FindPathInProject(source).ShouldBe(expected);

    [Theory]
    [InlineData("run();\n//# sourceMappingURL=a.js.map", "a.js.map")]
    [InlineData("run();\n//# sourceMappingURL=a.js.map\r\n\r\n", "a.js.map")]
    [InlineData("run();\n//@ sourceMappingURL=a.js.map\n// the end", "a.js.map")]
    [InlineData("//# sourceMappingURL=old.map\nrun();\n//# sourceMappingURL=new.map", "new.map")]
    [InlineData("//# sourceMappingURL=old.map\nrun();", null)]
    [InlineData("const comment = '//# sourceMappingURL=a.map';", null)]
    [InlineData("const name = 'sourceMappingURL=a.map'", null)]
    [InlineData("run();\n//# sourceMappingURL=", null)]
    [InlineData("run();", null)]
    [InlineData("", null)]
    public void The_last_comment_names_the_map(string script, string? expected) => SourceMapUrl.FindIn(script).ShouldBe(expected);

    [Theory]
    [InlineData("data:application/json;base64,")]
    [InlineData("data:application/json;charset=utf-8;base64,")]
    [InlineData("DATA:;base64,")]
    public void A_map_in_base64_is_read(string head)
    {
        const string Map = """{"sources":["ünïcödé 📚"]}""";
        SourceMapUrl.DecodeInlineMap(head + Convert.ToBase64String(Encoding.UTF8.GetBytes(Map))).ShouldBe(Map);
    }

    [Fact]
    public void Base64_padding_may_be_missing_or_encoded()
    {
        SourceMapUrl.DecodeInlineMap("data:;base64,e30").ShouldBe("{}");
        SourceMapUrl.DecodeInlineMap("data:;base64,e30%3D").ShouldBe("{}");
    }

    [Fact]
    public void A_map_in_percent_encoding_is_read()
    {
        SourceMapUrl.DecodeInlineMap("data:application/json;charset=utf-8,%7B%22version%22%3A3%7D").ShouldBe("""{"version":3}""");
        SourceMapUrl.DecodeInlineMap("data:application/json,{}").ShouldBe("{}");
    }

    [Theory]
    [InlineData("data:application/json;base64,e30$")]
    [InlineData("data:application/json;base64,e")]
    [InlineData("data:application/json")]
    [InlineData("a.js.map")]
    public void Anything_but_an_inline_map_is_ignored(string url) => SourceMapUrl.DecodeInlineMap(url).ShouldBeNull();

    [Theory]
    [InlineData("/app/dist/a.js", "a.js.map", "/app/dist/a.js.map")]
    [InlineData("/app/dist/a.js", "../maps/a%20b.map", "/app/maps/a b.map")]
    [InlineData("file:///app/dist/a.mjs", "a.mjs.map", "/app/dist/a.mjs.map")]
    [InlineData("/app/dist/a.js", "/maps/a.js.map", "/maps/a.js.map")]
    [InlineData("/app/dist/a.js", "file:///maps/a.js.map", "/maps/a.js.map")]
    [InlineData("/app/dist/a.js", "https://maps.example/a.js.map", null)]
    [InlineData("https://host/a.js", "a.js.map", null)]
    [InlineData("/app/dist/a.js", "data:application/json,{}", null)]
    public void A_map_on_this_disk_has_a_path(string script, string url, string? expected) =>
        SourceMapUrl.FindPath(script, url).ShouldBe(expected);
}
