using System.Net;
using System.Net.Sockets;
using System.Text;
using Heapwise.Analysis.Reports;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>Runs of <c>heapwise diagnose</c>, and of <c>verify</c> which makes one, inside the test, arguments word by word.</summary>
internal static class DiagnoseRun
{
    private const int FirstPort = 20_000;
    private const int EphemeralPort = 32_000;

    private static int _lastPort = Random.Shared.Next(EphemeralPort - FirstPort);

    /// <summary>Rounds short enough for a test, long enough for a verdict.</summary>
    public static readonly string[] Short = ["--requests", "13", "--warmup", "7", "--idle", "500ms"];

    public static Task<CliRun> OfAsync(IReadOnlyList<string> arguments, CancellationToken? cancellation = null, string? temporary = null) =>
        OfVerbAsync("diagnose", arguments, cancellation, temporary);

    public static async Task<CliRun> OfVerbAsync(
        string verb, IReadOnlyList<string> arguments, CancellationToken? cancellation = null, string? temporary = null)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Output = output,
            Error = TextWriter.Synchronized(error),
            Width = 100,
            Variable = name => name == "TMPDIR" ? temporary : null,
        };
        var exitCode = await HeapwiseApp.RunAsync([verb, .. arguments], terminal, cancellation ?? TestContext.Current.CancellationToken);
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>
    /// The arguments that start a script on one of our ports, as a shell would: <c>-- env PORT=… node script</c>.
    /// </summary>
    public static string[] Program(string node, string script, int port) => ["--", "env", $"PORT={port}", node, script];

    /// <summary>The report; fails with all that was printed if there is none.</summary>
    public static DiagnosisReport Report(CliRun run)
    {
        run.Out.ShouldNotBeEmpty(run.ToString());
        return ReportJson.ReadDiagnosis(run.Out);
    }

    /// <summary>A port that nobody listens on: below those that the system assigns by itself, and each returned once.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _lastPort) % (EphemeralPort - FirstPort));
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                continue;
            }
        }
    }
}
