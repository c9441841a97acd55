using Heapwise.Diagnosis.Sources;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

public sealed class DiskSourcesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_script_is_found_by_its_path_and_by_its_url()
    {
        var path = Write("a b#c.mjs", "export {}");

        new DiskSources().TextOf(path).ShouldBe("export {}");
        new DiskSources().TextOf($"file://{_folder}/a%20b%23c.mjs").ShouldBe("export {}");
    }

    [Fact]
    public void A_program_without_an_ending_is_known_by_its_first_line()
    {
        new DiskSources().TextOf(Write("www", "#!/usr/bin/env node\n")).ShouldNotBeNull();
        new DiskSources().TextOf(Write("shadow", "root:*:1\n")).ShouldBeNull();
    }

    [Fact]
    public void What_is_no_script_is_not_read()
    {
        new DiskSources().TextOf(Write("key.pem", "secret")).ShouldBeNull();
        new DiskSources().TextOf(_folder).ShouldBeNull();
        new DiskSources().TextOf("node:internal/timers").ShouldBeNull();
        new DiskSources().TextOf("app.js").ShouldBeNull();
        new DiskSources().TextOf("file://server/share/app.js").ShouldBeNull();
        new DiskSources().TextOf(_folder + "/missing.js").ShouldBeNull();
        new DiskSources().TextOf(_folder + "/\0.js").ShouldBeNull();
    }

    [Fact]
    public void A_map_is_read_that_a_script_names()
    {
        Write("a.js.map", "{}");

        new DiskSources().MapOf(Write("a.js", "run();\n//# sourceMappingURL=a.js.map\n")).ShouldBe("{}");
        new DiskSources().MapOf($"file://{_folder}/a.js").ShouldBe("{}");
    }

    [Fact]
    public void A_map_that_no_script_names_is_not_read()
    {
        Write("a.js.map", "{}");
        new DiskSources().MapOf(Write("a.js", "run();\n")).ShouldBeNull();
        new DiskSources().MapOf(_folder + "/missing.js").ShouldBeNull();
        new DiskSources().TextOf(_folder + "/a.js.map").ShouldBeNull();
    }

    [Theory]
    [InlineData("key.pem")]
    [InlineData("missing.js.map")]
    [InlineData("https://maps.example/a.js.map")]
    [InlineData("file://server/share/a.js.map")]
    [InlineData("a%00.map")]
    [InlineData("data:application/json,{}")]
    public void What_a_script_names_and_is_no_map_here_is_not_read(string url)
    {
        Write("key.pem", "secret");

        new DiskSources().MapOf(Write("a.js", $"run();\n//# sourceMappingURL={url}\n")).ShouldBeNull();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
