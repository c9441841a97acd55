using System.Net;
using Heapwise.Live.Attaching;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>What a run of heapwise that was killed leaves open, and who closes it.</summary>
public sealed class LeftInspectorTests : IDisposable
{
    private const string Busy = "console.log('ready'); setTimeout(() => { for (;;) Math.random() }, 1)";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-state-").FullName;
    private readonly List<string> _notes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TargetOptions Options => new() { StateFolder = _folder, Notes = new NoteList(_notes) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task An_inspector_left_open_on_a_blocked_target_is_known_and_closed_by_the_next_run(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Busy, nodeArguments: ["--inspect-port=0"]);
        await KillWhileAttachedAsync(program);

        await using (var next = await OpenAsync(program)) (await next.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");

        _notes.ShouldHaveSingleItem().ShouldStartWith($"pid {program.ProcessId} still has the inspector open");
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
        Directory.GetFiles(_folder, "inspector-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Repair_closes_what_is_left_and_spares_what_is_used()
    {
        await using var left = await NodeProgram.RunSourceAsync(20, Busy, nodeArguments: ["--inspect-port=0"]);
        await using var used = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: ["--inspect-port=0"]);
        await KillWhileAttachedAsync(left);
        await using var user = await OpenAsync(used);

        var repaired = await InspectorRepair.RunAsync(Options, Cancellation);

        repaired.Single(result => result.ProcessId == left.ProcessId).IsClosed.ShouldBeTrue();
        repaired.Single(result => result.ProcessId == used.ProcessId).IsClosed.ShouldBeFalse();
        ProcSockets.ReadListening(left.ProcessId).ShouldBeEmpty();
        (await user.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_run_that_is_killed_before_it_knows_where_the_inspector_went_leaves_it_to_the_next(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Busy);
        var killed = await OpenAsync(program);
        killed.Connection.Drop();
        await killed.Connection.Closed;
        var opened = new OpenedInspectors(_folder);
        opened.Remember(opened.Find(program.ProcessId)! with { Port = 9229 }); // as it was noted before the move

        (await InspectorRepair.RunAsync(Options, Cancellation)).ShouldHaveSingleItem().IsClosed.ShouldBeTrue();

        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_moved_inspector_is_restored_by_the_next_run()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        var before = ProcSockets.ReadListening(holder.ProcessId);
        using (var http = new InspectorHttp(TimeSpan.FromSeconds(10)))
        {
            var moved = new MovedInspectors(new InspectorSearch(http, Options), Options);
            var found = PortHolder.Find(9229, program.ProcessId);
            (await moved.MoveAwayAsync(found!, Cancellation)).ShouldBeTrue(); // the holder has it, so it is found
        }

        ProcSockets.ReadListening(holder.ProcessId).ShouldNotContain(new IPEndPoint(IPAddress.Loopback, 9229));
        await InspectorRepair.RunAsync(Options, Cancellation);

        ProcSockets.ReadListening(holder.ProcessId).ShouldBe(before, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_session_does_not_keep_a_program_from_ending(int major)
    {
        const string Source = "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 50); console.log('ready')";
        await using var program = await NodeProgram.RunSourceAsync(major, Source, nodeArguments: ["--inspect-port=0"]);
        await using var target = await OpenAsync(program);

        Signals.Send(program.ProcessId, Signals.Terminate);

        (await program.WaitForExitAsync()).ShouldBe(7);
        await Should.ThrowAsync<TargetExitedException>(() => target.CollectGarbageAsync(Cancellation));
    }

    private Task<NodeTarget> OpenAsync(NodeProgram program) =>
        NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), Options, Cancellation);

    /// <summary>The socket closes without a message, and nothing is undone: the target's own clock is its blocked loop.</summary>
    private async Task KillWhileAttachedAsync(NodeProgram program)
    {
        var killed = await OpenAsync(program);
        killed.Connection.Drop();
        await killed.Connection.Closed;
        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
    }

    private sealed class NoteList(List<string> notes) : IProgress<string>
    {
        public void Report(string value) => notes.Add(value);
    }
}
