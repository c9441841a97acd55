using Heapwise.Cli.Shell;
using Heapwise.Live.Processes;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>The guard on real programs, from the first reading to the end of an alert.</summary>
[Collection("One capture at a time on a machine")]
public sealed class GuardTests
{
    private const int Terminate = 15;
    private const int HangUp = 1;
    private const int Stop = 19;
    private const int Continue = 18;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_leak_is_told_then_captured_from_outside_and_its_end_is_told(int major)
    {
        await using var program = await LeakingProgram.StartAsync(major);
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync("watched from now on");

        await program.SendLineAsync("leak");
        await guard.WaitForAsync("critical: app.js");
        await guard.WaitForAsync("took 2 snapshots");
        await program.SendLineAsync("clear");
        await guard.WaitForAsync("heap-near-limit is over");

        guard.Alerts.ShouldBe(["heap-near-limit firing", "heap-near-limit resolved"]);
        var events = guard.Events;
        var firing = events.Single(happened => happened.GetProperty("state").GetString() == "firing");
        firing.GetProperty("values").GetProperty("heap.used").GetDouble()
            .ShouldBeGreaterThan(0.5 * firing.GetProperty("values").GetProperty("heap.limit").GetDouble());
        events.Select(happened => happened.GetProperty("alert").GetString()).OfType<string>().Distinct().Count().ShouldBe(1);
        program.Errors.ShouldBeEmpty(); // Node says so when its inspector opens
        guard.Snapshots.Count.ShouldBe(2);
        var diff = await CliRun.OfAsync($"diff {guard.Snapshots[0]} {guard.Snapshots[1]}");
        diff.ExitCode.ShouldBe(ExitCode.Success, diff.ToString());
        diff.Out.ShouldContain("Session");
        using var history = guard.OpenHistory();
        var target = history.Reader.FindTargets().ShouldHaveSingleItem().Target;
        history.Reader.FindEvidence(target.Key).Select(file => file.Path).ShouldBe(guard.Snapshots);
        history.Reader.FindCurve(target.Key, "heap.used", DateTimeOffset.UnixEpoch).Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task The_newest_snapshots_stay_and_a_pair_stays_together()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program);
        for (var round = 1; round <= 2; round++)
        {
            await program.SendLineAsync("leak");
            await WaitUntilAsync(() => Gathered(guard) == round, guard);
            await program.SendLineAsync("clear");
            await WaitUntilAsync(() => guard.Alerts.Count(alert => alert.EndsWith("resolved", StringComparison.Ordinal)) == round, guard);
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken); // the cooldown
        }

        guard.Snapshots.Count.ShouldBe(2); // three may stay, but not one of a pair
        var last = guard.Events.Last(happened => happened.GetProperty("kind").GetString() == "evidence");
        last.GetProperty("evidence").EnumerateArray().Select(file => file.GetProperty("file").GetString()).ShouldBe(guard.Snapshots);
        using var history = guard.OpenHistory();
        history.Reader.FindEvidence(history.Reader.FindTargets()[0].Target.Key).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_finding_names_the_line()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--diagnose");
        await program.SendLineAsync("leak");
        await guard.WaitForAsync("took 2 snapshots");

        await guard.WaitForAsync("most likely: ");

        var finding = guard.Events[^1].GetProperty("finding");
        finding.GetProperty("title").GetString()!.ShouldContain("sessions");
        finding.GetProperty("place").GetString()!.ShouldContain("app.js:3");
        File.Exists(finding.GetProperty("file").GetString()).ShouldBeTrue();
    }

    [Fact]
    public async Task One_look_says_what_is_wrong_now()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using (var healthy = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--once"))
            (await healthy.WaitForExitAsync()).ShouldBe(ExitCode.Success);
        await program.SendLineAsync("leak");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        await program.SendLineAsync("stop");

        await using var sick = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--once", "--threshold", "20%");

        (await sick.WaitForExitAsync()).ShouldBe(ExitCode.Found, sick.Errors);
        sick.Snapshots.ShouldBeEmpty();
        File.Exists(Path.Combine(sick.Folder, "history.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_guard_that_is_killed_leaves_no_half_file_and_its_successor_does_not_repeat_it()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        var first = await GuardRun.WatchAsync(program);
        await program.SendLineAsync("leak");
        await first.WaitForAsync("critical: app.js");
        await program.SendLineAsync("stop");
        Signals.Send(first.ProcessId, Signals.Kill);
        await first.WaitForExitAsync();

        await using var second = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}", "--store", Path.Combine(first.Folder, "history.db")]);
        await second.WaitForAsync("watched from now on");
        await program.SendLineAsync("clear");
        await second.WaitForAsync("heap-near-limit is over");

        second.Alerts.ShouldBe(["heap-near-limit resolved"]);
        first.Snapshots.ShouldAllBe(file => new FileInfo(file).Length > 0);
        program.HasExited.ShouldBeFalse();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task The_end_of_a_process_ends_its_alert_even_if_no_guard_saw_it()
    {
        var program = await LeakingProgram.StartAsync(24);
        var first = await GuardRun.WatchAsync(program);
        await program.SendLineAsync("leak");
        await first.WaitForAsync("critical: app.js");
        Signals.Send(first.ProcessId, Signals.Kill);
        await first.WaitForExitAsync();
        await program.DisposeAsync();
        await using var other = await LeakingProgram.StartAsync(24);

        await using var second = await GuardRun.StartAsync(
            ["--pid", $"{other.ProcessId}", "--store", Path.Combine(first.Folder, "history.db")]);

        await second.WaitForAsync("heap-near-limit is over: the process has ended");
        second.Alerts.ShouldBe(["heap-near-limit resolved"]);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_restart_is_found_by_name()
    {
        var script = Path.Combine(Directory.CreateTempSubdirectory("heapwise-restart-").FullName, "restarted-service.js");
        await File.WriteAllTextAsync(script, LeakingProgram.Source, TestContext.Current.CancellationToken);
        var before = await NodeProgram.RunFileAsync(24, script);
        await using var guard = await GuardRun.StartAsync(["--name", "restarted-service.js"]);
        var earlier = before.ProcessId;
        await guard.WaitForAsync($"(pid {earlier}): watched from now on");

        await before.DisposeAsync();
        await guard.WaitForAsync($"(pid {earlier}): has ended");
        await using var after = await NodeProgram.RunFileAsync(24, script);

        await guard.WaitForAsync($"(pid {after.ProcessId}): watched from now on; it replaces pid {earlier}");
    }

    [Fact]
    public async Task Of_two_guards_one_watches_a_process_and_the_other_takes_over()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var first = await GuardRun.WatchAsync(program);
        await first.WaitForAsync("watched from now on");

        await using var second = await GuardRun.WatchAsync(program);
        await second.WaitForAsync("another guard watches it");
        Signals.Send(first.ProcessId, Signals.Kill);

        await second.WaitForAsync("watched from now on");
    }

    [Fact]
    public async Task A_frozen_process_is_read_on_and_runs_on()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        Signals.Send(program.ProcessId, Stop);
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync("watched from now on");

        await WaitUntilAsync(() => Points(guard) > 5, guard);
        Signals.Send(program.ProcessId, Continue);
        await program.SendLineAsync("leak");

        await guard.WaitForAsync("critical: app.js");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_and_the_watch_goes_on()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--folder", "/dev/null/x", "--store",
            "/dev/null/h.db");
        await guard.WaitForAsync("It is kept in memory");
        await program.SendLineAsync("leak");

        await guard.WaitForAsync("no snapshot was taken. Not done: the folder /dev/null/x cannot be created");

        await program.SendLineAsync("clear");
        await guard.WaitForAsync("heap-near-limit is over");
    }

    [Fact]
    public async Task A_program_after_the_dashes_is_what_the_guard_stands_for()
    {
        var node = await NodeInstall.RequireAsync(24);
        const string Source =
            "process.on('SIGTERM', () => { console.log('ending'); setTimeout(() => process.exit(7), 500) }); "
            + "setInterval(() => {}, 1000); console.log('up')";
        await using var guard = await GuardRun.StartAsync(["--", node, "-e", Source]);
        await guard.WaitForAsync("up");
        await guard.WaitForAsync("watched from now on");

        Signals.Send(guard.ProcessId, Terminate);

        await guard.WaitForAsync("ending");
        (await guard.WaitForExitAsync()).ShouldBe(7);
        guard.Output.Split("ending").Length.ShouldBe(2, "a second signal would mean haste to many programs");
    }

    [Fact]
    public async Task A_single_look_and_a_dry_run_are_in_nobodys_way()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var dry = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--dry-run");
        await dry.WaitForAsync("watched from now on");
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync("watched from now on");

        var look = await CliRun.OfAsync($"guard --pid {program.ProcessId} --once");

        look.Out.ShouldContain($"(pid {program.ProcessId}): heap ", customMessage: look.ToString());
        guard.Errors.ShouldNotContain("another guard watches it");
    }

    [Fact]
    public async Task What_is_no_Node_process_is_refused()
    {
        var run = await CliRun.OfAsync($"guard --pid {Environment.ProcessId} --once");
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain("not a Node process");
    }

    [Fact]
    public async Task Settings_are_read_again_and_a_mistake_changes_nothing()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync("watched from now on");
        var file = Path.Combine(guard.Folder, "heapwise.json");

        await File.WriteAllTextAsync(file, LeakingProgram.Settings.Replace("200ms", "300ms", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Signals.Send(guard.ProcessId, HangUp);
        await guard.WaitForAsync("settings were read again; a turn every 300 ms");

        await File.WriteAllTextAsync(file, LeakingProgram.Settings.Replace("200ms", "often", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Signals.Send(guard.ProcessId, HangUp);
        await guard.WaitForAsync("heapwise.json:3: guard.interval: \"often\" is not a time");
        await guard.WaitForAsync("The settings stay as they were");
        var points = Points(guard);
        await WaitUntilAsync(() => Points(guard) > points, guard);
    }

    [Fact]
    public async Task A_stopped_guard_says_so_and_ends_well()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program);
        await guard.WaitForAsync("watched from now on");

        Signals.Send(guard.ProcessId, Terminate);

        (await guard.WaitForExitAsync()).ShouldBe(ExitCode.Success, guard.Errors);
        program.HasExited.ShouldBeFalse();
    }

    internal static async Task WaitUntilAsync(Func<bool> isTrue, GuardRun guard)
    {
        for (var i = 0; i < 600 && !isTrue(); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        isTrue().ShouldBeTrue(guard.Errors);
    }

    private static int Gathered(GuardRun guard) => guard.Events.Count(happened =>
        happened.GetProperty("kind").GetString() == "evidence" && happened.GetProperty("evidence").GetArrayLength() == 2);

    private static int Points(GuardRun guard)
    {
        using var history = guard.OpenHistory();
        return history.Reader.FindTargets() is [var (target, _), ..]
            ? history.Reader.FindCurve(target.Key, "memory.rss", DateTimeOffset.UnixEpoch).Count
            : 0;
    }
}
