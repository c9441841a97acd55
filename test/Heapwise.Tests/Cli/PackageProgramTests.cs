using Heapwise.Cli.Options;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>What <c>diagnose FOLDER</c> starts.</summary>
public sealed class PackageProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("package-program-").FullName;

    [Theory]
    [InlineData("""{ "scripts": { "start": "node app.js" }, "main": "lib.js" }""", "npm start")]
    [InlineData("""{ "main": "lib.js" }""", "node .")]
    [InlineData("""{ "main": "lib" }""", "node .")]
    public void A_start_script_comes_before_the_main_module(string package, string command)
    {
        Write("package.json", package);
        Write("lib.js", "");

        var program = PackageProgram.Of(_folder);

        program.Text.ShouldBe(command);
        program.WorkingDirectory.ShouldBe(_folder);
    }

    [Fact]
    public void Without_a_package_the_index_is_run()
    {
        Write("index.js", "");

        PackageProgram.Of(_folder).Text.ShouldBe("node .");
    }

    [Fact]
    public void The_server_that_npm_would_run_is_run()
    {
        Write("package.json", "{}");
        Write("server.js", "");

        PackageProgram.Of(_folder).Text.ShouldBe("npm start");
    }

    [Theory]
    [InlineData(null, "no package.json")]
    [InlineData("{}", "no start script")]
    [InlineData("""{ "main": "gone.js" }""", "no main module")]
    [InlineData("{ not json", "not JSON, at line 1")]
    public void What_is_missing_is_said(string? package, string problem)
    {
        if (package is not null) Write("package.json", package);

        Should.Throw<UsageException>(() => PackageProgram.Of(_folder)).Message.ShouldContain(problem);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
