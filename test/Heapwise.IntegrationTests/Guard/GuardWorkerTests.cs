using System.Globalization;
using System.Text.Json;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Worker threads have heaps of their own, and are watched on their own.</summary>
[Collection("One capture at a time on a machine")]
public sealed class GuardWorkerTests
{
    /// <summary>Its worker does what its input says; <c>another</c> starts a second worker, <c>end</c> ends the first.</summary>
    private static readonly string Source =
        """
        const {Worker} = require('worker_threads');
        const start = () => new Worker(CODE, {eval: true, resourceLimits: {maxOldGenerationSizeMb: 120, maxYoungGenerationSizeMb: 4}});
        const first = start();
        first.once('message', () => console.log('ready'));
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          if (line === 'another') start();
          else if (line === 'end') first.terminate().then(() => console.log('ended'));
          else first.postMessage(line);
        });
        """.Replace("CODE", JsonSerializer.Serialize(LeakingProgram.Source
            .Replace(
                "require('readline').createInterface({input: process.stdin}).on('line'",
                "require('worker_threads').parentPort.on('message'",
                StringComparison.Ordinal)
            .Replace("console.log('ready');", "require('worker_threads').parentPort.postMessage('ready');", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_leak_in_a_worker_is_told_of_the_worker_and_captured_there(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Source, nodeArguments: ["--expose-gc"]);
        await using var guard = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--diagnose");
        await guard.WaitForAsync(", thread ");

        await program.SendLineAsync("leak");
        await guard.WaitForAsync("critical: app.js (pid ");
        await guard.WaitForAsync("took 2 snapshots");
        await guard.WaitForAsync("most likely: ");
        await program.SendLineAsync("clear");
        await guard.WaitForAsync("heap-near-limit is over");

        guard.Alerts.ShouldBe(["heap-near-limit firing", "heap-near-limit resolved"]);
        var finding = guard.Events.Single(happened => happened.GetProperty("kind").GetString() == "finding");
        finding.GetProperty("finding").GetProperty("title").GetString()!.ShouldContain("sessions");
        var threads = guard.Events.Where(happened => happened.GetProperty("alert").ValueKind != JsonValueKind.Null)
            .Select(happened => happened.GetProperty("target").GetProperty("thread").GetInt32())
            .Distinct();
        var thread = threads.ShouldHaveSingleItem();
        using var history = guard.OpenHistory();
        var worker = history.Reader.FindTargets().Single(known => known.Target.Key.Contains("/thread:", StringComparison.Ordinal)).Target;
        history.Reader.FindEvidence(worker.Key).Count(file => file.Kind == "snapshot").ShouldBe(2);
        var shown = await CliRun.OfAsync($"history --store {Path.Combine(guard.Folder, "history.db")} {program.ProcessId}");
        shown.Out.ShouldContain($"(pid {program.ProcessId}, thread {thread})");
        program.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Workers_that_come_and_go_are_seen()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Source, nodeArguments: ["--expose-gc"]);
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync(", thread ");

        await program.SendLineAsync("another");
        await GuardTests.WaitUntilAsync(() => Count(guard, "started") == 3, guard);
        await program.SendLineAsync("end");
        await GuardTests.WaitUntilAsync(() => Count(guard, "ended") == 1, guard);

        var ended = guard.Events.Single(happened => happened.GetProperty("kind").GetString() == "ended").GetProperty("target");
        ended.GetProperty("thread").ValueKind.ShouldBe(JsonValueKind.Number);
        program.HasExited.ShouldBeFalse();

        static int Count(GuardRun guard, string kind) => guard.Events.Count(happened => happened.GetProperty("kind").GetString() == kind);
    }

    [Fact]
    public async Task A_thread_that_is_no_worker_has_no_snapshot()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Source, nodeArguments: ["--expose-gc"]);
        var name = string.Create(CultureInfo.InvariantCulture, $"heapwise-{program.ProcessId}.heapsnapshot");
        var file = Path.Combine(Path.GetTempPath(), name);

        var run = await CliRun.OfAsync($"snapshot {program.ProcessId} --outside --thread 1 -o {file}");

        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain("no worker thread 1 with a heap: its worker threads are ");
        File.Exists(file).ShouldBeFalse();
    }
}
