using System.Net.Sockets;
using System.Text;
using Heapwise.IntegrationTests.Cli;
using Heapwise.IntegrationTests.Live;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Store;
using Heapwise.Store.Opening;
using Heapwise.Store.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>What happens to a guard and to what it keeps when things go wrong around it.</summary>
[Collection("One capture at a time on a machine")]
public sealed class GuardFaultTests : IDisposable
{
    /// <summary>A program that lets everything through but captures from outside.</summary>
    private static readonly string[] WithoutOutside =
        ["sh", "-c", "case \"$*\" in *--outside*) echo 'heapwise: not permitted here' >&2; exit 2;; esac; exec \"$@\"", "sh",
            RunningProgram.Executable];

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-faults-").FullName;

    [Fact]
    public async Task A_store_survives_kills_at_any_moment()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        var store = Path.Combine(_folder, "history.db");
        var random = new Random(11);
        var points = 0;
        for (var round = 0; round < 8; round++)
        {
            await using var guard = await GuardRun.StartAsync(["--pid", $"{program.ProcessId}", "--interval", "100ms", "--store", store]);
            await GuardTests.WaitUntilAsync(() => PointsOf(store) > points, guard);
            await Task.Delay(random.Next(0, 300), TestContext.Current.CancellationToken);
            Signals.Send(guard.ProcessId, Signals.Kill);
            await guard.WaitForExitAsync();

            using var history = HistoryFile.Open(store);
            history.CheckIntegrity().ShouldBe("ok");
            history.Reader.FindTargets().ShouldHaveSingleItem();
            PointsOf(store).ShouldBeGreaterThan(points);
            points = PointsOf(store);
        }
    }

    [Fact]
    public async Task A_full_disk_stops_the_history_and_the_evidence_but_not_the_watch()
    {
        var disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        string[] prefix =
        [
            "unshare", "--mount", "sh", "-c",
            $"mount -t tmpfs -o size=600k none {disk} && dd if=/dev/zero of={disk}/fill bs=1k count=480 2>/dev/null; exec \"$@\"", "sh",
        ];
        await Privileges.RequireAsync(["unshare", "--mount"], "true");
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}", "--interval", "100ms", "--store", $"{disk}/history.db", "--folder", $"{disk}/snapshots"],
            prefix: prefix);

        await guard.WaitForAsync("It is kept in memory until the file can be used");
        await program.SendLineAsync("leak");
        await guard.WaitForAsync("critical: app.js");
        await guard.WaitForAsync("MB free, and");
        await program.SendLineAsync("clear");
        await guard.WaitForAsync("heap-near-limit is over");
    }

    [Fact]
    public async Task Where_the_heap_cannot_be_read_from_outside_the_inspector_is_opened_for_a_moment()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await LeakingProgram.StartAsync(24);
        await program.SendLineAsync("leak");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await program.SendLineAsync("stop");

        var (events, snapshots) = await GatherAsync(program, "evidence");

        snapshots.Count.ShouldBe(2, events);
        events.ShouldContain("not permitted here");
        Directory.GetFiles(Path.Combine(_folder, "s"), "*.heapprofile").ShouldHaveSingleItem();
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty(); // the inspector is closed again
        program.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nothing_is_allowed_nothing_is_done_and_both_reasons_are_told()
    {
        await using var program = await LeakingProgram.StartAsync(24);

        var (events, snapshots) = await GatherAsync(program, "never");

        snapshots.ShouldBeEmpty();
        events.ShouldContain("not permitted here; the inspector may not be opened");
        program.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_inspector_that_the_program_closes_is_said_and_the_program_runs_on()
    {
        const string Closing =
            "const inspector = require('inspector'); setInterval(() => { if (inspector.url()) inspector.close(); }, 300); "
            + "console.log('ready');";
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Closing);

        var (events, snapshots) = await GatherAsync(program, "evidence");

        snapshots.ShouldBeEmpty(events);
        events.ShouldContain("allocations could not be sampled: ");
        events.ShouldContain("no snapshot through the inspector: ");
        Directory.GetFiles(Path.Combine(_folder, "s")).ShouldBeEmpty();
        program.HasExited.ShouldBeFalse();
    }

    [Theory]
    [InlineData(40)] // it is killed as it starts
    [InlineData(200)] // there is no room for the copy
    public async Task A_capture_that_runs_out_of_memory_is_said_and_the_program_runs_on(int megabytes)
    {
        var group = $"/sys/fs/cgroup/memory/heapwise-test-{Environment.ProcessId}-{megabytes}";
        string[] limited =
        [
            "sh", "-c",
            $"mkdir -p {group} && echo {megabytes}000000 > {group}/memory.limit_in_bytes && echo $$ > {group}/cgroup.procs && exec \"$@\"",
            "sh",
        ];
        await Privileges.RequireAsync(limited, "true");
        await using var program = await NodeProgram.RunSourceAsync(
            24, "globalThis.held = Array.from({length: 3e6}, (_, i) => ({i})); setInterval(() => {}, 1e6); console.log('ready');");

        var (events, snapshots) = await new EvidenceRun(_folder, [.. limited, RunningProgram.Executable])
            .GatherAsync(program.ProcessId, "never");

        snapshots.ShouldBeEmpty(events);
        events.ShouldContain("the heap could not be read from outside: ");
        Directory.GetFiles(Path.Combine(_folder, "s")).ShouldBeEmpty();
        ProcStatus.Find(program.ProcessId).ShouldNotBeNull().State.ShouldBe('S'); // nobody holds it
        program.HasExited.ShouldBeFalse();
        Directory.Delete(group); // the system allows it for one without processes
    }

    [Fact]
    public async Task Systemd_hears_that_the_guard_is_ready_alive_and_stopping()
    {
        var path = Path.Combine(_folder, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}"], environment: new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path });

        (await ReceiveAsync()).ShouldBe("READY=1");
        (await ReceiveAsync()).ShouldBe("WATCHDOG=1");
        (await ReceiveAsync()).ShouldBe("WATCHDOG=1");
        Signals.Send(guard.ProcessId, 1);
        string said;
        while ((said = await ReceiveAsync()) == "WATCHDOG=1") { }
        said.ShouldStartWith("RELOADING=1\nMONOTONIC_USEC=");
        (await ReceiveAsync()).ShouldBe("READY=1");
        Signals.Send(guard.ProcessId, Signals.Terminate);
        while ((said = await ReceiveAsync()) == "WATCHDOG=1") { }
        said.ShouldBe("STOPPING=1");

        async Task<string> ReceiveAsync()
        {
            var buffer = new byte[1024];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
        }
    }

    [Fact]
    public async Task A_pid_that_is_used_again_is_another_process()
    {
        await using var program = await LeakingProgram.StartAsync(24);
        var node = new NodeSightings().Look().Single(seen => seen.ProcessId == program.ProcessId);

        node.IsThere().ShouldBeTrue();
        (node with { Start = node.Start - 1 }).IsThere().ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Evidence for an alert where captures from outside are refused.</summary>
    private async Task<(string Refusals, IReadOnlyList<string> Snapshots)> GatherAsync(NodeProgram program, string inspector)
    {
        var gathering = new EvidenceRun(_folder, WithoutOutside);
        return await gathering.GatherAsync(program.ProcessId, inspector);
    }

    private static int PointsOf(string store)
    {
        if (!File.Exists(store)) return 0;
        try
        {
            using var history = HistorySource.OpenFile(store);
            return history.Reader.FindTargets() is [var (target, _), ..]
                ? history.Reader.FindCurve(target.Key, "memory.rss", DateTimeOffset.UnixEpoch).Count
                : 0;
        }
        catch (StoreException)
        {
            return 0; // it is just being made
        }
    }

    [Fact]
    public void A_history_that_is_read_while_it_is_written_shows_what_is_complete()
    {
        var store = Path.Combine(_folder, "live.db");
        using var written = HistoryFile.Open(store);
        using var read = HistorySource.OpenFile(store);

        read.Reader.FindTargets().ShouldBeEmpty();
        written.Add(new("k", "h", "", "n", "c", 1, DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch);
        read.Reader.FindTargets().ShouldHaveSingleItem();
    }
}
