using Heapwise.Cli.Shell;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class SampleCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-sample-").FullName;

    [Fact]
    public async Task Every_program_is_listed_with_what_leaks() => Approval.Matches((await CliRun.OfAsync("sample --list")).ToString());

    [Fact]
    public async Task A_program_is_unpacked_with_its_twin_and_the_commands_to_type()
    {
        var run = await CliRun.OfAsync($"sample worker -o {_folder}/new");

        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .ShouldBe(["fixed.js", "leaking.js", "renderer.js"], ignoreOrder: true);
        var original = Path.Combine(Repository.Root, "samples", "worker", "leaking.js");
        File.ReadAllText(Path.Combine(_folder, "new", "leaking.js")).ShouldBe(File.ReadAllText(original));
        var commands = run.Out.Replace(" \\\n ", "", StringComparison.Ordinal);
        commands.ShouldContain($"heapwise diagnose --load '/pages/{{n}}' -- node {_folder}/new/leaking.js");
        commands.ShouldContain($"heapwise diagnose --load '/pages/{{n}}' -o report.json -- node {_folder}/new/leaking.js");
        commands.ShouldContain($"heapwise verify --against report.json --load '/pages/{{n}}' -- node {_folder}/new/fixed.js");
    }

    [Fact]
    public async Task A_file_that_was_changed_is_not_replaced()
    {
        await CliRun.OfAsync($"sample -o {_folder}");
        var path = Path.Combine(_folder, "leaking.js");
        (await CliRun.OfAsync($"sample -o {_folder}")).ExitCode.ShouldBe(ExitCode.Success); // it is the same
        await File.AppendAllTextAsync(path, "// mine", TestContext.Current.CancellationToken);

        var refused = await CliRun.OfAsync($"sample -o {_folder}");
        var forced = await CliRun.OfAsync($"sample -o {_folder} --overwrite");

        refused.ExitCode.ShouldBe(ExitCode.Usage);
        refused.Error.ShouldBe($"heapwise: {path}: exists already. Choose another name, or replace it with --overwrite\n");
        forced.ExitCode.ShouldBe(ExitCode.Success);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldNotContain("// mine");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told()
    {
        var run = await CliRun.OfAsync($"sample nothing -o {_folder}");

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldBe("heapwise: sample nothing: there is no such program. heapwise sample --list names them\n");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
