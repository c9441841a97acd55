using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Heapwise.IntegrationTests.Live;
using Heapwise.Outside;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Metering;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>What a capture from outside leaves behind in a process: nothing, however it ends.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutsideSafetyTests
{
    private const string Churning =
        """
        const make = i => ({i, text: 'n' + i, list: [i]}), kept = Array.from({length: 20000}, (_, i) => make(i));
        setInterval(() => { for (let i = 0; i < 20000; i++) kept[(Math.random() * 20000) | 0] = make(i); }, 1);
        console.log('ready');
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_server_is_as_it_was_before(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server, prefix: NodeProgram.Apart);
        await TargetFootprint.ReadAsync(program); // the first request warms up Node's own lazy parts
        var before = await TargetFootprint.ReadAsync(program);

        CountObjects(program).ShouldBeGreaterThan(10_000);

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        TracersOf(program.ProcessId).ShouldAllBe(tracer => tracer == 0);
        program.Errors.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Memory_that_was_never_used_is_not_touched(int major)
    {
        const string Quiet =
            "globalThis.kept = Array.from({length: 20000}, (_, i) => ({i})); setInterval(() => {}, 1e6); console.log('ready');";
        await using var program = await NodeProgram.RunSourceAsync(major, Quiet, prefix: NodeProgram.Apart);
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation); // what is done in the background at the start
        var before = KilobytesOfPageTables(program.ProcessId);

        HeapMeter.Open(program.ProcessId).Read();
        CountObjects(program).ShouldBeGreaterThan(20_000);

        (KilobytesOfPageTables(program.ProcessId) - before).ShouldBeLessThanOrEqualTo(64);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_heap_that_changes_all_the_time_is_caught_whole(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Churning, prefix: NodeProgram.Apart);
        for (var i = 0; i < 5; i++)
            CountObjects(program).ShouldBeGreaterThan(60_000);
        program.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_is_let_go_when_time_is_over()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, prefix: NodeProgram.Apart);
        await TargetFootprint.ReadAsync(program); // the first request warms up Node's own lazy parts
        var before = await TargetFootprint.ReadAsync(program);

        var problem = Should.Throw<OutsideException>(() =>
            OutsideCapture.Take(program.ProcessId, new OutsideOptions { MaxPause = TimeSpan.Zero }, Cancellation));

        problem.Failure.ShouldBe(OutsideFailure.TooSlow);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        TracersOf(program.ProcessId).ShouldAllBe(tracer => tracer == 0);
    }

    [Fact]
    public async Task A_frozen_process_stays_frozen()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Churning, prefix: NodeProgram.Apart);
        await SignalAsync("STOP", program.ProcessId);

        CountObjects(program).ShouldBeGreaterThan(60_000);

        StateOf(program.ProcessId).ShouldBe('T');
        await SignalAsync("CONT", program.ProcessId);
        StateOf(program.ProcessId).ShouldNotBe('T');
    }

    [Fact]
    public async Task A_process_in_an_endless_loop_is_read()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            24, "global.held = []; for (let i = 0; i < 5000; i++) held.push({i}); console.log('ready'); while (true) {}",
            prefix: NodeProgram.Apart);
        CountObjects(program).ShouldBeGreaterThan(15_000);
    }

    [Fact]
    public async Task Another_program_is_refused_in_words()
    {
        using var sleep = Process.Start("sleep", "60");
        try
        {
            await Task.Delay(50, Cancellation); // until it is sleep, and no longer a copy of this process
            var problem = Should.Throw<OutsideException>(() => OutsideCapture.Take(sleep.Id, null, Cancellation));
            problem.Failure.ShouldBe(OutsideFailure.NotNode);
            problem.Message.ShouldContain("is no Node.js that can be read from outside");
        }
        finally
        {
            sleep.Kill();
            await sleep.WaitForExitAsync(Cancellation);
        }

        Should.Throw<OutsideException>(() => OutsideCapture.Take(sleep.Id, null, Cancellation)).Failure.ShouldBe(OutsideFailure.Gone);
    }

    private static int CountObjects(NodeProgram program)
    {
        using var capture = OutsideCapture.Take(program.ProcessId, PlantedHeap.Patient, Cancellation);
        return capture.ObjectCount;
    }

    private static IEnumerable<int> TracersOf(int processId) =>
        from folder in Directory.EnumerateDirectories($"/proc/{processId}/task")
        let line = File.ReadLines(Path.Combine(folder, "status")).First(line => line.StartsWith("TracerPid:", StringComparison.Ordinal))
        select int.Parse(line.Split('\t')[1]);

    private static int KilobytesOfPageTables(int processId) => int.Parse(
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmPTE:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);

    private static char StateOf(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static async Task SignalAsync(string name, int processId)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{processId}"]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
