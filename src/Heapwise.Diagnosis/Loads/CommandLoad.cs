using System.ComponentModel;

namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// A command of the user that drives the target. It runs through the shell once per round, and once before as the warm-up. It finds the
/// number of the round (0: warm-up) in <c>HEAPWISE_ROUND</c>, and the requests it is expected to send in <c>HEAPWISE_REQUESTS</c>.
/// </summary>
/// <param name="options">What is run.</param>
/// <param name="output">Receives both its outputs. Not disposed.</param>
/// <param name="time">The clock.</param>
public sealed class CommandLoad(CommandLoadOptions options, Stream output, TimeProvider time) : ILoad
{
    public LoadDescription Description => new LoadDescription.Command(options.Command);

    public Task WaitUntilReadyAsync(CancellationToken cancellation) =>
        options.Ready is { } ready ? ready.WaitUntilReadyAsync(cancellation) : Task.CompletedTask;

    public async Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation) =>
        options.WarmsUp ? await RunRoundAsync(0, progress, cancellation) : null;

    public async Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var exitCode = await RunAsync(round, cancellation);
        if (exitCode == 0) return new LoadOutcome(options.Requests, 0, time.GetElapsedTime(start));
        var phase = round == 0 ? "the warm-up" : $"round {round}";
        throw new LoadException(
            $"--load-cmd '{options.Command}' ended with exit code {exitCode} in {phase}. It must drive the program and end with 0");
    }

    public async Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        for (var done = 0; done < rounds; done++)
        {
            await RunRoundAsync(firstRound + done, null, cancellation);
            progress?.Report((done + 1.0) / rounds);
        }

        return new LoadOutcome(options.Requests * rounds, 0, time.GetElapsedTime(start));
    }

    private async Task<int> RunAsync(int round, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(options.Environment, StringComparer.Ordinal) { ["HEAPWISE_ROUND"] = $"{round}" };
        if (options.Requests is { } requests) environment["HEAPWISE_REQUESTS"] = $"{requests}";
        try
        {
            return await new ShellCommand(options.Command, options.WorkingDirectory, environment).RunAsync(output, time, cancellation);
        }
        catch (Win32Exception problem)
        {
            throw new LoadException($"--load-cmd cannot be run: {problem.Message}", problem);
        }
    }
}
