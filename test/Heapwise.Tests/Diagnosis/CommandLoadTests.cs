using System.Text;
using Heapwise.Diagnosis.Loads;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

public sealed class CommandLoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_runs_in_a_shell_and_knows_its_round()
    {
        using var output = new MemoryStream();
        var load = new CommandLoad(
            new CommandLoadOptions { Command = "echo round $HEAPWISE_ROUND of $HEAPWISE_REQUESTS; echo oops >&2", Requests = 7 },
            output,
            TimeProvider.System);

        await load.WarmUpAsync(null, Cancellation);
        var outcome = await load.RunRoundAsync(2, null, Cancellation);

        outcome.Requests.ShouldBe(7);
        Encoding.UTF8.GetString(output.ToArray()).Split('\n').Order().ShouldBe(["", "oops", "oops", "round 0 of 7", "round 2 of 7"]);
    }

    [Fact]
    public async Task A_command_that_fails_is_an_error()
    {
        var load = new CommandLoad(new CommandLoadOptions { Command = "exit 3" }, Stream.Null, TimeProvider.System);

        var failed = await Should.ThrowAsync<LoadException>(() => load.RunRoundAsync(1, null, Cancellation));
        failed.Message.ShouldContain("'exit 3' ended with exit code 3 in round 1");
    }

    [Fact]
    public async Task Cancelling_ends_the_command()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var load = new CommandLoad(new CommandLoadOptions { Command = "sleep 600" }, Stream.Null, TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() => load.RunRoundAsync(1, null, stop.Token));
    }
}
