using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Many runs want the one port on which their processes open their inspectors, so each waits for its turn.</summary>
public sealed class PortTurnTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-turn-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TargetOptions Options => new() { StateFolder = _folder, AttachTimeout = TimeSpan.FromSeconds(2) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_turns_of_others_do_not_use_up_the_time_for_attaching()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server);
        Task<NodeTarget> opening;
        using (await TakeTurnAsync(program))
        {
            opening = OpenAsync(program);
            for (var others = 0; others < 20; others++)
            {
                await Task.Delay(200, Cancellation);
                var file = Directory.GetFiles(_folder, "*.lock").Single();
                File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(others)); // as each does whose turn it is
            }
        }

        await using var target = await opening;
        (await target.EvaluateAsync("1 + 1", Cancellation)).ShouldBe("2");
    }

    [Fact]
    public async Task One_that_keeps_its_turn_is_not_waited_for_longer_than_that()
    {
        await using var program = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server);
        using var turn = await TakeTurnAsync(program);

        var thrown = await Should.ThrowAsync<TargetException>(() => OpenAsync(program));

        thrown.Message.ShouldContain("within 2 s: another heapwise needs port 9229 all the time");
        program.Errors.ShouldBeEmpty(); // it was not signalled
    }

    [Fact]
    public async Task A_turn_is_had_by_one_at_a_time_and_passes_on_when_it_ends()
    {
        await using var program = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server);
        var now = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var turn = await TakeTurnAsync(program);
            Interlocked.Increment(ref now).ShouldBe(1);
            await Task.Delay(5, Cancellation);
            Interlocked.Decrement(ref now);
        }));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_turn_later()
    {
        await using var program = await NodeProgram.RunSourceAsync(22, TargetFootprint.Server);
        using (await TakeTurnAsync(program))
        {
            using var patience = new CancellationTokenSource(100);
            await Should.ThrowAsync<OperationCanceledException>(() => PortTurn.TakeAsync(
                InspectorArguments.DefaultPort, program.ProcessId, Options, patience.Token));
        }

        using var turn = await TakeTurnAsync(program).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private Task<IDisposable?> TakeTurnAsync(NodeProgram program) =>
        PortTurn.TakeAsync(InspectorArguments.DefaultPort, program.ProcessId, Options, Cancellation);

    private Task<NodeTarget> OpenAsync(NodeProgram program) =>
        NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), Options, Cancellation);
}
