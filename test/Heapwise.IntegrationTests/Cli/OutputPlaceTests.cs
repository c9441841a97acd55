using System.Diagnostics;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>What <c>-o</c> leads to is never replaced by a file, unless it is one and that is asked for.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private const string Listening = "Debugger listening on ";
    private const string Program = "setInterval(() => {}, 1000); console.log('ready')";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-output-").FullName;

    [Fact]
    public async Task A_pipe_takes_what_is_written_and_stays_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        await using var program = await RunAsync();
        var (pipe, copy) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, "copy.heapsnapshot"));
        using (var make = Process.Start("mkfifo", pipe)) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var reader = Process.Start("cp", [pipe, copy]);

        var run = await CliRun.OfAsync($"snapshot {Inspector(program)} -o {pipe}");

        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldNotContain("Next:");
        await reader.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await CliRun.OfAsync($"summary {copy}")).ExitCode.ShouldBe(0);
        Directory.GetFiles(_folder).ShouldBe([pipe, copy], ignoreOrder: true);
        new FileInfo(pipe).Length.ShouldBe(0); // a file that had replaced it would have one
    }

    [Fact]
    public async Task A_device_and_what_a_link_leads_to_stay_what_they_are()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/null");
        await using var program = await RunAsync();
        var (device, link, real) = (Path.Combine(_folder, "nul"), Path.Combine(_folder, "link"), Path.Combine(_folder, "real"));
        File.CreateSymbolicLink(device, "/dev/null");
        File.CreateSymbolicLink(link, real);
        var target = Inspector(program);

        (await CliRun.OfAsync($"snapshot {target} -o {device}")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync($"record {target} --duration 200ms --interval 64K -o {device}")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync($"top {target} --duration 1500ms --record {device} -o {device}")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync($"snapshot {target} -o {link}")).ExitCode.ShouldBe(0);

        File.ResolveLinkTarget(device, returnFinalTarget: true)!.FullName.ShouldBe("/dev/null");
        (await File.ReadAllBytesAsync("/dev/null", TestContext.Current.CancellationToken)).ShouldBeEmpty();
        new FileInfo(link).LinkTarget.ShouldBe(real);
        new FileInfo(real).Length.ShouldBeGreaterThan(1_000_000);
    }

    [Theory]
    [InlineData("snapshot -o {0}")]
    [InlineData("record -o {0}")]
    [InlineData("record --report {0}.svg")]
    [InlineData("record --timeline -o /dev/null")]
    [InlineData("top --record {0}")]
    [InlineData("stats -o {0}")]
    [InlineData("gc -o {0}")]
    [InlineData("diagnose --every 10m -o {0}")]
    [InlineData("diagnose --every 10m -o {1}/missing/x.json")]
    [InlineData("diagnose --every 10m --keep {1}/kept")]
    [InlineData("snapshot --count 2 -o {1}/several")]
    public async Task A_place_that_cannot_be_written_is_refused_before_the_work(string arguments)
    {
        var precious = Path.Combine(_folder, "precious");
        Directory.CreateDirectory(Path.Combine(_folder, "kept"));
        string[] files =
        [
            precious, precious + ".svg", Path.Combine(_folder, "several.2"), Path.Combine(_folder, "kept", "node-1-round-00.heapsnapshot"),
        ];
        foreach (var file in files) await File.WriteAllTextAsync(file, "precious", TestContext.Current.CancellationToken);

        // No process has this pid: whoever reached for it would say so.
        var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, precious, _folder);
        var run = await CliRun.OfAsync($"{line} --pid 999999999");

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldNotContain("no such process");
        run.Error.Count(c => c == '\n').ShouldBe(1, run.Error);
        foreach (var file in files) (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("precious");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<NodeProgram> RunAsync() =>
        NodeProgram.RunSourceAsync(24, Program, nodeArguments: ["--inspect=127.0.0.1:0"]);

    /// <summary>From the line that Node prints before the program starts.</summary>
    private static string Inspector(NodeProgram program) =>
        "--inspect " + program.Errors.Single(line => line.StartsWith(Listening, StringComparison.Ordinal))[Listening.Length..];
}
