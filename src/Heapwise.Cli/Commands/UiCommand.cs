using System.CommandLine;
using System.Globalization;
using System.Net;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Sources;
using Heapwise.Guard.Chronicles;
using Heapwise.Server;
using Heapwise.Server.Watching;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise ui</c>: the page in a browser.</summary>
internal sealed class UiCommand : Verb
{
    private const string HelpDetails =
        "Serves a page on this machine and opens it in the browser: findings, classes, comparisons, dominators, retainers and more of "
        + "snapshots; recordings; running processes; the guard's history. Everything stays here: the page loads nothing from elsewhere, "
        + "and the link with its one-time key is the only way in. Over SSH, forward the port: ssh -L 4317:127.0.0.1:4317 HOST, and run "
        + "heapwise ui --listen 127.0.0.1:4317 there. Ctrl-C ends it.";

    private readonly Argument<string[]> _words = new("WHAT")
    {
        Description = "snapshots, recordings, reports or gc logs; a folder of them; the pid of a running Node process",
        CompletionSources = { Offers.Snapshots, Offers.Processes },
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _history = new("--history")
    {
        Description = "also the history of the guard: its own file, or this file or postgres:// address",
        HelpName = "PLACE",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { Offers.Files },
    };

    private readonly Option<IPEndPoint?> _listen = new("--listen")
    {
        Description = "address and port (127.0.0.1 and any free port)",
        HelpName = "ADDRESS:PORT",
        CustomParser = ParseEndPoint,
    };

    private readonly Option<bool> _noOpen = new("--no-open") { Description = "print the link, but do not open a browser" };
    private readonly Option<bool> _noIndex = new("--no-index") { Description = "do not read or write the index of opened snapshots" };

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "what open snapshots may take together, such as 4GB; others are closed (half of the memory)",
        HelpName = "SIZE",
        CustomParser = OptionParsers.Memory,
    };

    public UiCommand(Terminal terminal)
        : base(
            terminal, "ui", "shows snapshots, running processes and the guard's history as a page in the browser", HelpDetails,
            new OutputOptions { HasAnswer = false })
        => Takes(_words, _history, _listen, _noOpen, _memory, _noIndex);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise ui app.heapsnapshot", "One snapshot: what is suspicious, and everything in it.") { IsLive = true },
        new("heapwise ui 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot",
            "Three of one process: what leaks, and what grew.") { IsLive = true },
        new("heapwise ui 4711", "A running process: its curves, collections and snapshots.") { IsLive = true },
        new("heapwise ui --history", "What the guard has seen.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var options = OptionsOf(parsed, output);
        await using var server = await StartAsync(options, output, cancellation);
        await output.Terminal.Output.WriteAsync(Encode($"{server.Link}\n"), CancellationToken.None);
        await output.Terminal.Output.FlushAsync(CancellationToken.None);
        var opens = !parsed.GetValue(_noOpen) && Browser.TryOpen(server.Link, output.Terminal.Variable);
        output.Say(opens ? "opened in the browser; Ctrl-C ends it" : "open this link in a browser; it works once. Ctrl-C ends it");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, output.Terminal.Time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }

        return ExitCode.Success;
    }

    private static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static async Task<PageServer> StartAsync(ServerOptions options, Output output, CancellationToken cancellation)
    {
        try
        {
            return await PageServer.StartAsync(options, link => output.Say($"a used link was opened; a new one is {link}"), cancellation);
        }
        catch (IOException problem)
        {
            throw new UsageException($"the page cannot be served: {problem.Message}", problem);
        }
    }

    private ServerOptions OptionsOf(ParseResult parsed, Output output)
    {
        var (paths, processes) = (new List<string>(), new List<int>());
        foreach (var word in parsed.GetValue(_words) ?? [])
        {
            if (OutsideHeaps.FindProcess(word) is { } process) processes.Add(RequireNode(process));
            else paths.Add(RequirePath(word));
        }

        var history = parsed.GetResult(_history) is { Implicit: false } ? parsed.GetValue(_history) ?? HistoryPlace.DefaultFile : null;
        if (history is not null && !HistoryPlace.IsServer(history) && !File.Exists(history))
            throw new UsageException($"{history}: no history. 'heapwise guard' writes one");
        var listen = parsed.GetValue(_listen);
        return new ServerOptions
        {
            Paths = paths,
            Processes = processes,
            History = history,
            Address = listen?.Address ?? IPAddress.Loopback,
            Port = listen?.Port ?? 0,
            UsesIndex = !parsed.GetValue(_noIndex),
            MemoryBudgetBytes = parsed.GetValue(_memory) ?? new ServerOptions().MemoryBudgetBytes,
            TemporaryFolder = output.Terminal.Variable("TMPDIR") is { Length: > 0 } folder ? folder : Path.GetTempPath(),
            Version = ProductVersion.Text,
            Time = output.Terminal.Time,
        };
    }

    private static int RequireNode(int processId) => NodeProcesses.Find().Any(row => row.Pid == processId)
        ? processId
        : throw new UsageException($"{processId}: is no Node process. 'heapwise ps' lists them");

    private static string RequirePath(string path)
    {
        if (Directory.Exists(path)) return path;
        SnapshotFile.Require(path);
        return path == "-" ? throw new UsageException("the page needs files that it can read again; standard input is none") : path;
    }

    private static IPEndPoint? ParseEndPoint(System.CommandLine.Parsing.ArgumentResult result)
    {
        var word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        var text = word.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1{word["localhost".Length..]}" : word;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new IPEndPoint(IPAddress.Loopback, port);
        if (IPEndPoint.TryParse(text, out var found)) return found;
        result.AddError($"--listen {word}: not an address such as 127.0.0.1:4317, or a port");
        return null;
    }
}
