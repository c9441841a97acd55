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

        new DiskSources().FindText(path).ShouldBe("export {}");
        new DiskSources().FindText($"file://{_folder}/a%20b%23c.mjs").ShouldBe("export {}");
    }

    [Fact]
    public void A_script_without_a_file_extension_is_recognized_by_its_first_line()
    {
        new DiskSources().FindText(Write("www", "#!/usr/bin/env node\n")).ShouldNotBeNull();
        new DiskSources().FindText(Write("shadow", "root:*:1\n")).ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_not_a_script_is_not_read()
    {
        new DiskSources().FindText(Write("key.pem", "secret")).ShouldBeNull();
        new DiskSources().FindText(_folder).ShouldBeNull();
        new DiskSources().FindText("node:internal/timers").ShouldBeNull();
        new DiskSources().FindText("app.js").ShouldBeNull();
        new DiskSources().FindText("file://server/share/app.js").ShouldBeNull();
        new DiskSources().FindText(_folder + "/missing.js").ShouldBeNull();
        new DiskSources().FindText(_folder + "/\0.js").ShouldBeNull();
    }

    [Fact]
    public void A_map_named_by_a_script_is_read()
    {
        Write("a.js.map", "{}");

        new DiskSources().FindMap(Write("a.js", "run();\n//# sourceMappingURL=a.js.map\n")).ShouldBe("{}");
        new DiskSources().FindMap($"file://{_folder}/a.js").ShouldBe("{}");
    }

    [Fact]
    public void A_map_named_by_no_script_is_not_read()
    {
        Write("a.js.map", "{}");
        new DiskSources().FindMap(Write("a.js", "run();\n")).ShouldBeNull();
        new DiskSources().FindMap(_folder + "/missing.js").ShouldBeNull();
        new DiskSources().FindText(_folder + "/a.js.map").ShouldBeNull();
    }

    [Theory]
    [InlineData("key.pem")]
    [InlineData("missing.js.map")]
    [InlineData("https://maps.example/a.js.map")]
    [InlineData("file://server/share/a.js.map")]
    [InlineData("a%00.map")]
    [InlineData("data:application/json,{}")]
    public void A_named_file_that_is_not_a_local_map_is_not_read(string url)
    {
        Write("key.pem", "secret");

        new DiskSources().FindMap(Write("a.js", $"run();\n//# sourceMappingURL={url}\n")).ShouldBeNull();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
