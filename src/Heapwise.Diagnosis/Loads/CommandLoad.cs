using System.ComponentModel;
using System.Diagnostics;

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
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    public LoadDescription Description => new LoadDescription.Command(options.Command);

    public Task WaitUntilReadyAsync(CancellationToken cancellation) =>
        options.Ready is { } ready ? ready.WaitUntilReadyAsync(cancellation) : Task.CompletedTask;

    public async Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation) =>
        options.WarmsUp ? await RunRoundAsync(0, progress, cancellation) : null;

    public async Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        using var process = Start(round);
        process.StandardInput.Close();
        var writing = new SemaphoreSlim(1, 1);
        var passing = Task.WhenAll(
            PassOnAsync(process.StandardOutput.BaseStream, writing), PassOnAsync(process.StandardError.BaseStream, writing));
        try
        {
            await process.WaitForExitAsync(cancellation);
            await Task.WhenAny(passing, Task.Delay(LastOutput, time, cancellation)); // a background process may keep the outputs open
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        if (process.ExitCode == 0) return new LoadOutcome(options.Requests, 0, time.GetElapsedTime(start));
        var phase = round == 0 ? "the warm-up" : $"round {round}";
        throw new LoadException(
            $"--load-cmd '{options.Command}' ended with exit code {process.ExitCode} in {phase}. It must drive the program and end with 0");
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

    private Process Start(int round)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", options.Command])
            : new ProcessStartInfo("/bin/sh", ["-c", options.Command]);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = options.WorkingDirectory;
        foreach (var (name, value) in options.Environment) start.Environment[name] = value;
        start.Environment["HEAPWISE_ROUND"] = $"{round}";
        if (options.Requests is { } requests) start.Environment["HEAPWISE_REQUESTS"] = $"{requests}";
        try
        {
            return Process.Start(start)!; // never null without UseShellExecute
        }
        catch (Win32Exception problem)
        {
            throw new LoadException($"--load-cmd cannot be run: {start.FileName}: {problem.Message}", problem);
        }
    }

    private async Task PassOnAsync(Stream source, SemaphoreSlim writing)
    {
        var buffer = new byte[16 << 10];
        while (await source.ReadAsync(buffer) is > 0 and var count)
        {
            await writing.WaitAsync();
            try
            {
                await output.WriteAsync(buffer.AsMemory(0, count));
                await output.FlushAsync();
            }
            finally
            {
                writing.Release();
            }
        }
    }
}
