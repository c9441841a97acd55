using System.Globalization;
using Heapwise.Live.Processes;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>What stays when heapwise itself is killed, which no handler sees.</summary>
public sealed class KilledRunTests
{
    private const string Program =
        """
        const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1234)']);
        console.log(`family ${process.pid} ${child.pid}.`);
        setInterval(() => {}, 1000);
        """;

    [Fact]
    public async Task Programs_end_with_it_and_its_files_go_with_the_next_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found by their environment");
        var temporary = Directory.CreateTempSubdirectory("heapwise-tmp-");
        var foreign = temporary.CreateSubdirectory("heapwise-1-1-of-another-machine").FullName; // without a lock
        var environment = new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName };
        var node = await NodeInstall.RequireAsync(24);
        var files = new Dictionary<string, string> { ["app.js"] = Program };
        await using var run = await RunningProgram.StartAsync(["diagnose", "--every", "10m", "--", node, "app.js"], files, environment);
        await run.WaitForAsync("baseline");
        var line = run.Errors.Split('\n').Single(line => line.StartsWith("family ", StringComparison.Ordinal));
        int[] family = [.. line.TrimEnd('.').Split(' ').Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        temporary.GetDirectories().Length.ShouldBe(3); // the foreign one, the snapshots', and that of the module that held the program

        Signals.Send(run.ProcessId, Signals.Kill);

        await WaitAsync(() => !family.Any(ProcStatus.IsRunning));
        temporary.GetDirectories().Length.ShouldBe(3);
        await using var next = await RunningProgram.StartAsync(["diagnose", "--every", "10m", "--", node, "app.js"], files, environment);
        await next.WaitForAsync("baseline");
        temporary.GetDirectories().Length.ShouldBe(3);
        Signals.Send(next.ProcessId, Signals.Terminate);
        await next.WaitForExitAsync();
        temporary.GetDirectories().Select(folder => folder.FullName).ShouldBe([foreign]);
        temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task A_partial_file_goes_with_the_next_file_in_its_folder_unless_it_is_still_written()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            24, "setInterval(() => {}, 1000); console.log('ready')", nodeArguments: ["--inspect=127.0.0.1:0"]);
        const string Listening = "Debugger listening on ";
        var address = program.Errors.Single(line => line.StartsWith(Listening, StringComparison.Ordinal))[Listening.Length..];
        var folder = Directory.CreateTempSubdirectory("heapwise-partial-").FullName;
        string[] names = ["a.999999999-1.partial", "b.999999998-1.partial", "mine.partial"];
        foreach (var name in names) await File.WriteAllTextAsync(Path.Combine(folder, name), "half", TestContext.Current.CancellationToken);
        await using (new FileStream(Path.Combine(folder, names[1]), FileMode.Open, FileAccess.Write, FileShare.None))
        {
            (await CliRun.OfAsync($"snapshot --inspect {address} -o {folder}/c")).ExitCode.ShouldBe(0);
        }

        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe([names[1], names[2], "c"], ignoreOrder: true);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WaitAsync(Func<bool> isTrue)
    {
        for (var i = 0; i < 3000 && !isTrue(); i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        isTrue().ShouldBeTrue();
    }
}
