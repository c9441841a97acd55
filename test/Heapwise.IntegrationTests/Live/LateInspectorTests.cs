using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Inspectors that open or close at a moment when nobody looks: after we left, in workers, between two runs.</summary>
public sealed class LateInspectorTests : IDisposable
{
    private const int Continue = 18, Stop = 19;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-late-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The program goes on once it exists.</summary>
    private string Go => Path.Combine(_folder, "go");

    private TargetOptions Options => new() { StateFolder = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_loop_that_was_blocked_while_we_were_there_does_not_open_the_inspector_again(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, $$"""
            const fs = require('fs');
            setInterval(() => {}, 1000);
            setTimeout(() => {
              console.log('ready');
              while (!fs.existsSync('{{Go}}')) ;
              setTimeout(() => console.log('turned'), 100);
            }, 1);
            """);

        await using (var target = await OpenAsync(program)) (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
        await File.WriteAllTextAsync(Go, "", Cancellation);
        await program.WaitForLineAsync(line => line == "turned");

        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task No_worker_of_a_cluster_keeps_the_inspector_that_its_primary_had_it_open(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await RunClusterAsync(major, "setInterval(() => {}, 1000)");
        var family = ProgramProcess.FindFamily(program.ProcessId);
        family.Count.ShouldBe(3);

        await using (var target = await OpenAsync(program)) (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");

        family.SelectMany(process => ProcSockets.ReadListening(process.ProcessId)).ShouldBeEmpty();
        (await HasOwnEmitAsync(program)).ShouldBe("false");
    }

    [Fact]
    public async Task The_inspector_of_a_worker_that_was_busy_meanwhile_is_closed_by_the_next_run()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await RunClusterAsync(
            20, $"setInterval(() => require('child_process').execSync('while [ ! -e {Go} ]; do sleep 0.1; done'), 10)");
        var workers = ProgramProcess.FindFamily(program.ProcessId).Where(process => process.IsClusterWorker).ToList();
        await using (await OpenAsync(program)) await Task.Delay(200, Cancellation);
        var opened = () => workers.Sum(worker => ProcSockets.ReadListening(worker.ProcessId).Count);

        await File.WriteAllTextAsync(Go, "", Cancellation);
        while (opened() == 0) await Task.Delay(20, Cancellation);
        var repaired = await InspectorRepair.RunAsync(Options, Cancellation);
        repaired.ShouldNotBeEmpty(); // the other worker opens its own, too, if it comes to it after that
        repaired.ShouldAllBe(one => one.IsClosed);

        opened().ShouldBe(0);
    }

    [Fact]
    public async Task An_inspector_that_was_there_before_is_not_taken_for_the_one_that_opens_in_its_place()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await RunOpenAsync(closes: true);
        var waiting = new TaskCompletionSource();
        var options = Options with { Waiting = new Hook(_ => waiting.TrySetResult()) };
        Task<NodeTarget> opening;
        using (await PortTurn.TakeAsync(InspectorArguments.DefaultPort, program.ProcessId, Options, Cancellation))
        {
            opening = NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation);
            await waiting.Task.WaitAsync(Cancellation);
            await File.WriteAllTextAsync(Go, "", Cancellation);
            await program.WaitForLineAsync(line => line == "closed");
        }

        await using (var target = await opening) (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");

        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_is_stopped_on_its_signal_is_not_taken_for_an_idle_one()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(18, "console.log('ready'); setInterval(() => {}, 1000)");
        var stopped = new TaskCompletionSource();
        var options = Options with
        {
            Waiting = new Hook(step =>
            {
                if (!step.EndsWith("waiting for it to open its inspector")) return; // said just before the signal is sent
                Signals.Send(program.ProcessId, Stop);
                SpinWait.SpinUntil(() => ProcStatus.Find(program.ProcessId) is { State: 'T' });
                stopped.TrySetResult();
            }),
        };
        var opening = NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), options, Cancellation);
        await stopped.Task.WaitAsync(Cancellation);
        await Task.Delay(2500, Cancellation);
        Signals.Send(program.ProcessId, Continue);

        await using (var target = await opening) (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");

        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
    }

    [Fact]
    public async Task Repair_does_not_disturb_a_run_that_is_just_attaching_and_can_be_stopped()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await RunOpenAsync(closes: false);
        const int Port = InspectorArguments.DefaultPort;
        new OpenedInspectors(_folder).Remember(
            new OpenedInspector(program.ProcessId, ProcTime.FindStart(program.ProcessId)!.Value, Port, Port)); // it runs
        using var turn = await PortTurn.TakeAsync(Port, program.ProcessId, Options, Cancellation);
        using var stop = new CancellationTokenSource(300);

        await Should.ThrowAsync<OperationCanceledException>(() => InspectorRepair.RunAsync(Options, stop.Token));

        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Repair_finds_the_inspector_beside_servers_that_do_not_answer()
    {
        await using var program = await NodeProgram.RunSourceAsync(22, """
            let open = 0;
            const serve = () => { if (++open === 3) { console.log('ready'); for (;;) ; } };
            for (let i = 0; i < 3; i++) require('http').createServer().listen(0, '127.0.0.1', serve);
            """, nodeArguments: ["--inspect-port=0"]);
        var killed = await OpenAsync(program);
        killed.Connection.Drop();
        await killed.Connection.Closed;
        var opened = new OpenedInspectors(_folder);
        opened.Remember(opened.Find(program.ProcessId)! with { Port = 0 }); // as it was noted before the port was known

        (await InspectorRepair.RunAsync(Options, Cancellation)).ShouldHaveSingleItem().IsClosed.ShouldBeTrue();

        ProcSockets.ReadListening(program.ProcessId).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_inspector_that_was_moved_is_back_when_we_are_stopped()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await NodeProgram.RunSourceAsync(
            20, "console.log('ready'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)");
        var before = ProcSockets.ReadListening(holder.ProcessId);
        using var stop = new CancellationTokenSource();
        var spec = new TargetSpec.RunningProcess(program.ProcessId);
        var opening = NodeTarget.OpenAsync(spec, Options with { MayMoveInspector = true }, stop.Token);
        while (ProcSockets.ReadListening(holder.ProcessId).SequenceEqual(before)) await Task.Delay(10, Cancellation);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => opening);

        ProcSockets.ReadListening(holder.ProcessId).ShouldBe(before, ignoreOrder: true);
    }

    private Task<NodeTarget> OpenAsync(NodeProgram program) =>
        NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), Options, Cancellation);

    private async Task<string?> HasOwnEmitAsync(NodeProgram program)
    {
        await using var target = await OpenAsync(program);
        return await target.EvaluateAsync("Object.hasOwn(process, 'emit')", Cancellation);
    }

    private static Task<NodeProgram> RunClusterAsync(int major, string work) => NodeProgram.RunSourceAsync(major, $$"""
        const cluster = require('cluster');
        if (cluster.isPrimary) {
          let ready = 0;
          for (let i = 0; i < 2; i++) cluster.fork().on('message', () => { if (++ready === 2) console.log('ready') });
        } else {
          process.send('ready', () => { {{work}} });
        }
        """);

    /// <summary>Its inspector is open at the port that all want, and closes once it may go on.</summary>
    private Task<NodeProgram> RunOpenAsync(bool closes) => NodeProgram.RunSourceAsync(24, $$"""
        const inspector = require('inspector'), fs = require('fs');
        inspector.open(9229, '127.0.0.1');
        const timer = setInterval(() => {
          if (!{{(closes ? "true" : "false")}} || !fs.existsSync('{{Go}}')) return;
          inspector.close();
          clearInterval(timer);
          setInterval(() => {}, 1000);
          console.log('closed');
        }, 20);
        console.log('ready');
        """);

    private sealed class Hook(Action<string> hear) : IProgress<string>
    {
        public void Report(string value) => hear(value);
    }
}
