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

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
