using System.Text;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>A program that heapwise starts is observed from its first line, and nothing that it starts waits for anybody.</summary>
public sealed class FirstLineTests : IDisposable
{
    private const string KeepsAtOnce =
        """
        globalThis.kept = [];
        function keepsAll() { for (let i = 0; i < 40000; i++) kept.push({ i, list: [i, i, i, i, i, i, i, i] }); }
        keepsAll();
        process.exitCode = 3;
        """;

    private const string StartsOthers =
        """
        const { fork } = require('child_process'), { Worker } = require('worker_threads'), cluster = require('cluster');
        if (cluster.isWorker || process.argv[2] === 'child') process.exit(0);
        const tell = name => code => console.log(`${name} ${code}`);
        fork(__filename, ['child'], { silent: true }).on('exit', tell('fork'));
        fork(__filename, ['child']).on('exit', tell('talking fork'));
        cluster.fork().on('exit', tell('cluster'));
        new Worker('process.argv', { eval: true }).on('exit', tell('thread'));
        console.log(`arguments ${process.execArgv} ${process.env.HEAPWISE_HOLD}`);
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-first-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_whole_life_of_a_script_is_recorded(int major)
    {
        var script = Write(KeepsAtOnce);

        var run = await CliRun.OfAsync(
            $"record --interval 32K -o {Path.Combine(_folder, "a.heapprofile")} -- {await NodeInstall.RequireAsync(major)} {script}");

        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("The program ended after ");
        run.Out.ShouldMatch(@"about [\d.]+ MB allocated meanwhile are still\s+alive", run.ToString());
        run.Error.ShouldContain("ended with exit code 3");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task What_a_held_program_starts_is_not_held(int major)
    {
        using var output = new MemoryStream();
        var spec = TargetSpec.FromCommand([await NodeInstall.RequireAsync(major), Write(StartsOthers)]);
        await using (var target = await NodeTarget.OpenAsync(
            spec, new TargetOptions { ProgramOutput = output, HoldsPrograms = true }, Cancellation))
        {
            target.IsHeld.ShouldBeTrue();
            await target.LetRunAsync(Cancellation);
            while (ProcStatus.IsRunning(target.ProcessId)) await Task.Delay(20, Cancellation);
        }

        var lines = Encoding.UTF8.GetString(output.ToArray());
        foreach (var ended in new[] { "fork 0", "talking fork 0", "cluster 0", "thread 0" }) lines.ShouldContain(ended + "\n");
        lines.ShouldContain("arguments --inspect=127.0.0.1:0 undefined");
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("top")]
    [InlineData("diagnose --load http://127.0.0.1:1/")]
    public async Task A_script_that_ends_before_there_is_an_answer_is_said_to_with_what_to_type_instead(string command)
    {
        var program = $"{await NodeInstall.RequireAsync(24)} {Write("setTimeout(() => {}, 100)")}";

        var run = await CliRun.OfAsync($"{command} -- {program}");

        run.ExitCode.ShouldBe(2, run.ToString());
        run.Error.ShouldMatch(@"ended with exit code 0 after [\d.]+ s while we were attached\. ");
        run.Error.ShouldContain($": heapwise record -- {program}\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string source)
    {
        var path = Path.Combine(_folder, "app.js");
        File.WriteAllText(path, source);
        return path;
    }
}
