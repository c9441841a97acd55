using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>
/// What people run: the launcher and the trimmed, precompiled program behind it. Trimming leaves code out, so every command and
/// format is compared with the same run inside the test.
/// </summary>
[Collection(SampleFolderCollection.Name)]
public sealed class PublishedProgramTests
{
    private static readonly string Launcher = Path.Combine(RepositoryRoot(), "heapwise");

    [Theory]
    [InlineData("sample --list")]
    [InlineData("completions -- record --objects a")]
    [InlineData("completions zsh")]
    [InlineData("man diff")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("diff --help")]
    [InlineData("summary app.heapsnapshot")]
    [InlineData("summary app.heapsnapshot.gz --top 3 --sort name")]
    [InlineData("diff before.heapsnapshot after.heapsnapshot")]
    [InlineData("diff 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot")]
    [InlineData("node app.heapsnapshot @13")]
    [InlineData("retainers app.heapsnapshot @13")]
    [InlineData("retainers app.heapsnapshot --class Session")]
    [InlineData("dominators app.heapsnapshot")]
    [InlineData("strings app.heapsnapshot")]
    [InlineData("sumary app.heapsnapshot")]
    [InlineData("summary empty.heapsnapshot")]
    [InlineData("summary missing.heapsnapshot")]
    [InlineData("diff app.heapsnapshot other.heapsnapshot")]
    [InlineData("snapshot --pid 999999999")]
    public async Task The_published_program_gives_the_same_output_as_the_code(string arguments)
    {
        string[] formats = arguments.Contains(".heapsnapshot", StringComparison.Ordinal) ? ["", " --format json", " --format md"] : [""];
        foreach (var format in formats)
        {
            var expected = await CliRun.OfAsync(arguments + format, width: 100);
            (await RunAsync(Launcher, $"{arguments}{format}")).ShouldBe(expected, arguments + format);
        }
    }

    [Fact]
    public async Task It_reads_standard_input()
    {
        var expected = await CliRun.OfAsync("summary app.heapsnapshot");
        var run = await RunAsync("bash", "-c", $"'{Launcher}' summary - < app.heapsnapshot.gz");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ReplaceLineEndings().ShouldStartWith(expected.Out.Replace("app.heapsnapshot", "-", StringComparison.Ordinal)[..40]);
    }

    [Fact]
    public async Task A_reader_that_closes_the_pipe_is_not_an_error()
    {
        var run = await RunAsync("bash", "-c", $"'{Launcher}' summary app.heapsnapshot | (exec 0<&-); echo ${{PIPESTATUS[0]}}");
        run.Out.ShouldBe("0\n");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_concurrent_first_uses_both_work()
    {
        // The stamp is made old, so that both find the program out of date.
        var stamp = Path.Combine(RepositoryRoot(), "artifacts", "heapwise", "built");
        await RunAsync(Launcher, "--version");
        File.SetLastWriteTimeUtc(stamp, DateTime.UnixEpoch.AddDays(1));
        var runs = await Task.WhenAll(RunAsync(Launcher, "--version"), RunAsync(Launcher, "--version"));
        runs.ShouldAllBe(run => run.ExitCode == 0 && run.Out.StartsWith("heapwise "));
        runs.Count(run => run.Error.Contains("building", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static Task<CliRun> RunAsync(string program, string arguments) =>
        RunAsync(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Task<CliRun> RunAsync(string program, params string[] arguments) =>
        CliRun.OfProgramAsync(program, arguments, ("COLUMNS", "100"));

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Heapwise.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("Heapwise.slnx is in no folder above the tests");
        }

        return folder;
    }
}
