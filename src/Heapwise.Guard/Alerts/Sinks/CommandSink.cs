using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>Runs a shell command for every event: the event as JSON on its standard input, the most important of it as variables.</summary>
/// <param name="command">For <c>sh -c</c>.</param>
/// <param name="language">Of the summaries.</param>
/// <param name="time">For its limit.</param>
public sealed class CommandSink(string command, NewsLanguage language, TimeProvider time) : IAlertSink
{
    internal const string ReceiverName = "command";

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    public string Name => ReceiverName;

    public NewsLanguage Language => language;

    public bool TakesEverything => true;

    public int MaxTogether => 1;

    public TimeSpan Pace => TimeSpan.Zero;

    public async Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation)
    {
        foreach (var (happened, json) in messages) await RunAsync(happened, json, cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(EventReport happened, string json, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var process = Start(happened);
        try
        {
            // A command need not read it, nor all of it.
            await process.StandardInput.WriteLineAsync(json.AsMemory(), either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            process.StandardInput.Close();
            await process.WaitForExitAsync(either.Token);
        }
        catch (IOException)
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellation.IsCancellationRequested) throw;
            throw new DeliveryException(
                string.Create(CultureInfo.InvariantCulture, $"the command has not ended within {MaxTime.TotalSeconds:0} s"),
                isForGood: true);
        }

        if (process.ExitCode != 0)
            throw new DeliveryException(
                string.Create(CultureInfo.InvariantCulture, $"the command ended with exit code {process.ExitCode}"), isForGood: false);
    }

    private Process Start(EventReport happened)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[
            ("KIND", happened.Kind), ("STATE", happened.State), ("RULE", happened.Rule), ("SEVERITY", happened.Severity),
            ("ALERT", happened.Alert), ("SUMMARY", happened.Summary), ("NAME", happened.Target.Name),
            ("PID", happened.Target.Pid.ToString(CultureInfo.InvariantCulture)), ("HOST", happened.Target.Host)])
        {
            start.Environment[$"HEAPWISE_{name}"] = value ?? "";
        }

        try
        {
            return Process.Start(start)!; // never null without a shell of the system's
        }
        catch (Win32Exception problem)
        {
            throw new DeliveryException($"/bin/sh cannot be started: {problem.Message}", isForGood: true, cause: problem);
        }
    }
}
