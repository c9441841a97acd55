using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class BadInputTests(SampleFolder folder)
{
    /// <summary>Each case as a person would meet it: one line, exit code 2, nothing on stdout.</summary>
    [Fact]
    public async Task Each_kind_of_bad_input_is_told_in_one_line()
    {
        Directory.CreateDirectory("folder");
        string[] cases =
        [
            "summary missing.heapsnapshot", "summary no-such-folder/app.heapsnapshot", "summary folder",
            "summary empty.heapsnapshot", "summary truncated.heapsnapshot", "summary cut-in-strings.heapsnapshot",
            "summary binary.heapsnapshot", "summary text.heapsnapshot", "summary array.heapsnapshot", "summary other-json.heapsnapshot",
            "summary profile.heapprofile", "summary counts.heapsnapshot", "summary junk.heapsnapshot", "summary no-strings.heapsnapshot",
            "summary letters.heapsnapshot", "summary truncated.heapsnapshot.gz",
            "diff app.heapsnapshot other.heapsnapshot --by identity", "diff app.heapsnapshot missing.heapsnapshot",
            "diff app.heapsnapshot empty.heapsnapshot",
            "node app.heapsnapshot @9999", "retainers app.heapsnapshot @9999", "dominators app.heapsnapshot @9999",
            "retainers app.heapsnapshot", "retainers app.heapsnapshot @13 --class Session",
            "retainers app.heapsnapshot --class sessio", "retainers app.heapsnapshot --class Nothing",
        ];
        var told = "";
        foreach (var bad in cases)
        {
            var run = await CliRun.OfAsync(bad);
            run.ExitCode.ShouldBe(ExitCode.Usage, bad);
            run.Out.ShouldBeEmpty(bad);
            run.Error.Count(c => c == '\n').ShouldBe(1, bad + "\n" + run.Error);
            run.Error.ShouldStartWith("heapwise: ", customMessage: bad);
            told += $"$ heapwise {bad}\n{run.Error}\n";
        }

        Approval.Matches(told);
    }

    [Fact]
    public async Task A_stack_trace_is_shown_only_when_asked_for()
    {
        (await CliRun.OfAsync("summary empty.heapsnapshot")).Error.ShouldNotContain("   at ");
        (await CliRun.OfAsync("summary empty.heapsnapshot --verbose")).Error.ShouldContain("   at ");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_told()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "needs a user whom file permissions bind; this one is privileged");
        var file = Path.Combine(folder.Path, "secret.heapsnapshot");
        File.WriteAllText(file, "{}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.None);
        var run = await CliRun.OfAsync("summary secret.heapsnapshot");
        run.ShouldBe(new CliRun(ExitCode.Usage, "", "heapwise: secret.heapsnapshot: cannot be read: permission denied\n"));
    }

    [Fact]
    public async Task A_stopped_run_says_so_and_writes_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Output = output, Error = error };
        var exitCode = await HeapwiseApp.RunAsync(["summary", "app.heapsnapshot", "-o", "stopped.txt"], terminal, stop.Token);
        exitCode.ShouldBe(ExitCode.Interrupted);
        error.ToString().ShouldBe("heapwise: stopped\n");
        File.Exists("stopped.txt").ShouldBeFalse();
    }

    [Theory]
    [InlineData("snapshot 1 --outside --thread first", "--thread first: not a whole number")]
    [InlineData("snapshot 1 --thread 5", "--thread needs --outside")]
    [InlineData("guard --pid 1 --inspect 9229", "give only one of --pid, --inspect, --name and --all")]
    [InlineData("guard --inspect nothost", "not an inspector's address")]
    public async Task A_target_that_is_named_wrongly_is_refused_in_one_line(string arguments, string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: the guard reads /proc");

        var run = await CliRun.OfAsync(arguments);

        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain(words);
        run.Error.Count(c => c == '\n').ShouldBe(1, run.Error);
    }
}
