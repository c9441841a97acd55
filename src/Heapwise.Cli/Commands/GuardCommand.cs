using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Evidence;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Watching;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise guard</c>: watches processes in production, warns, and takes evidence that is safe to take.</summary>
internal sealed class GuardCommand : Verb
{
    private const string HelpDetails =
        "Reads memory and heap from outside: no inspector is open, and no process stands still for a reading. Tells a leak from a burst by "
        + "what is left after collections, warns first, and then takes two snapshots where that is safe: from outside where the rights of "
        + "a debugger are there, else through the inspector if pause, memory and disk allow it, else none, and says why. A process that is "
        + "well is copied once, for comparison; each copy stops it for a fraction of a second. One capture at a time on a machine; the "
        + "newest snapshots stay. Settings come from the section guard of heapwise.json, from variables such as "
        + "HEAPWISE_GUARD__INTERVAL, and from options, each over the one before; SIGHUP reads them again. They also name who is notified: "
        + "Slack, PagerDuty, DingTalk, e-mail and others; 'heapwise guard test-alert' sends them a test. 'heapwise history' shows what was "
        + "seen. docs/guard.md has all rules and settings. Linux.";

    private const string TestVerb = "test-alert";

    private readonly Argument<string[]> _words = new("PROGRAM")
    {
        HelpName = "-- PROGRAM ARG",
        CompletionSources = { Offers.Programs },
        Description = "after --, a program to start, stand for and watch",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _processId = new("--pid", "-p")
    {
        Description = "a Node process of this machine",
        HelpName = "N",
        CompletionSources = { Offers.Processes },
    };

    private readonly Option<string?> _inspect = Text(
        "--inspect", "the process of this machine whose inspector is open at HOST:PORT", "ADDRESS");
    private readonly Option<string?> _name = Text("--name", "Node processes whose command line contains this text", "TEXT");
    private readonly Option<bool> _all = new("--all") { Description = "all Node processes of this machine" };
    private readonly Option<string?> _threshold = Text(
        "--threshold", "warn when the heap has reached this share of its limit (0.85)", "SHARE");
    private readonly Option<string?> _interval = Text("--interval", "time from one reading to the next (60s)", "TIME");
    private readonly Option<string?> _folder = new("--folder")
    {
        Description = $"where snapshots are written ({GuardSettingsReader.DefaultFolder})",
        HelpName = "FOLDER",
        CompletionSources = { Offers.Folders },
    };

    private readonly Option<string?> _maxSnapshots = Text("--max-snapshots", "how many snapshots of a program are kept (5)", "N");
    private readonly Option<string?> _cooldown = Text("--cooldown", "the least time between two captures of a process (30m)", "TIME");
    private readonly Option<string?> _webhook = Text("--webhook", "post every event as JSON to this address", "URL");
    private readonly Option<string?> _onAlert = Text(
        "--on-alert", "run this in a shell for every event, with the event on its input", "COMMAND");
    private readonly Option<string?> _log = new("--log")
    {
        Description = "append every event to this file, a line of JSON each",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<string?> _store = Text("--store", "the file of the history, or postgres://USER@HOST/DATABASE", "PLACE");
    private readonly Option<string?> _metrics = Text(
        "--metrics", "serve metrics for Prometheus at this address, such as 127.0.0.1:9464", "ADDRESS");
    private readonly Option<bool> _diagnose = new("--diagnose")
    {
        Description = "diagnose each pair of snapshots at once, and tell what leaks",
    };
    private readonly Option<string?> _config = new("--config")
    {
        Description = $"the file with settings ({SettingsFile.DefaultName}, if there is one)",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<bool> _checkConfig = new("--check-config") { Description = "say what the settings are, and end" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "watch and warn here, but capture, keep and send nothing" };
    private readonly Option<bool> _once = new("--once") { Description = "look once, and end: exit code 1 if something is wrong now" };

    public GuardCommand(Terminal terminal)
        : base(
            terminal, "guard", "watches processes in production and warns before they crash", HelpDetails,
            new OutputOptions { HasAnswer = false })
        => Takes(
            _words, _processId, _inspect, _name, _all, _threshold, _interval, _folder, _maxSnapshots, _cooldown, _webhook, _onAlert, _log,
            _store, _metrics, _diagnose, _config, _checkConfig, _dryRun, _once);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise guard --all", "Watch all Node processes, and warn on standard error.") { IsLive = true },
        new("heapwise guard --name server.js --diagnose --webhook https://example.com/x",
            "Watch a service, and post what leaks, and where.") { IsLive = true },
        new("heapwise guard -- node server.js", "Start a program and watch it, as the first process of a container.") { IsLive = true },
        new("heapwise guard test-alert slack", "Send a test to a receiver of the settings; without a name, to all.") { IsLive = true },
        new("heapwise guard --all --once", "Is something wrong now?") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) throw new UsageException("heapwise guard needs Linux: it reads /proc");
        var settings = ReadSettings(parsed);
        if (FindTestedReceiver(parsed) is { } tested) return await SendTestAsync(settings.Alerts, tested, output, cancellation);
        if (parsed.GetValue(_checkConfig))
        {
            Write(output, GuardText.Describe(settings));
            return ExitCode.Success;
        }

        if (FindProgram(parsed) is not { } command)
            return await WatchAsync(await FindChoiceAsync(parsed, settings, cancellation), null, settings, parsed, output, cancellation);
        using var program = WrappedProgram.Start(command);
        return await WatchAsync(new TargetChoice.Family(program.ProcessId), program, settings, parsed, output, cancellation);
    }

    /// <summary>What follows <c>test-alert</c>: a receiver, or nothing for all; null where that is not what is wanted.</summary>
    private string? FindTestedReceiver(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return null;
        return parsed.GetValue(_words) switch
        {
            [TestVerb] => "",
            [TestVerb, var receiver] => receiver,
            [TestVerb, _, var more, ..] => throw new UsageException($"'{more}': test-alert takes one receiver, or none for all"),
            _ => null,
        };
    }

    private static async Task<int> SendTestAsync(AlertSettings alerts, string receiver, Output output, CancellationToken cancellation)
    {
        var names = AlertSinks.NamesOf(alerts);
        if (names.Count == 0)
            throw new UsageException("the settings name no receiver to test. docs/guard.md lists them, and their keys in heapwise.json");
        if (receiver.Length > 0 && !names.Contains(receiver))
            throw new UsageException($"'{receiver}' is not among the receivers of the settings: {string.Join(", ", names)}");
        var results = await TestAlert.SendAsync(
            alerts, receiver.Length > 0 ? receiver : null, Machine.Find().Host, output.Terminal.Time, cancellation);
        Write(output, results.Select(result => $"{result.Receiver}: {result.Problem ?? "has received a test alert and its end"}"));
        return results.Any(result => result.Problem is not null) ? ExitCode.Usage : ExitCode.Success;
    }

    private async Task<int> WatchAsync(
        TargetChoice choice, WrappedProgram? program, GuardSettings settings, ParseResult parsed, Output output,
        CancellationToken cancellation)
    {
        var time = output.Terminal.Time;
        var isOnce = parsed.GetValue(_once);
        var around = new GuardSurroundings(
            OwnProgram.Current(), new Notifier(output.Terminal.Variable("NOTIFY_SOCKET")), text => Say(output, text), time);
        var isDry = isOnce || parsed.GetValue(_dryRun);
        await using var guard = new GuardService(isOnce ? GuardOnce.Of(settings) : settings, choice, around, isDry);
        if (isOnce)
        {
            await guard.Loop.TurnAsync(cancellation);
            Write(output, GuardText.Describe(guard.Loop.Targets, choice));
            return guard.Loop.FiringCount > 0 ? ExitCode.Found : ExitCode.Success;
        }

        Say(output, $"watching {choice.Describe()}; {GuardText.Summarize(settings)}");
        using var hangUp = output.Terminal.OnHangUp(() => guard.Reload(() => ReadSettings(parsed)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = guard.RunAsync(() => program?.ClearOrphans(), stop.Token);
        if (program is null)
        {
            await watching;
            Say(output, cancellation.IsCancellationRequested ? "stopped" : $"{choice.Describe()} has ended; nothing is left to watch");
            return ExitCode.Success;
        }

        var exitCode = await program.WaitAsync();
        await stop.CancelAsync();
        await watching;
        return exitCode;
    }

    private GuardSettings ReadSettings(ParseResult parsed)
    {
        var path = parsed.GetValue(_config) ?? (File.Exists(SettingsFile.DefaultName) ? SettingsFile.DefaultName : null);
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
        List<(string, string, string)> flags = [];
        foreach (var (option, key) in ((Option<string?>, string)[])[
            (_name, "name"), (_threshold, "heapThreshold"), (_interval, "interval"), (_folder, "folder"), (_maxSnapshots, "maxSnapshots"),
            (_cooldown, "cooldown"), (_webhook, "alerts:webhook:url"), (_onAlert, "alerts:command"), (_log, "alerts:log"),
            (_store, "store"), (_metrics, "metrics:listen")])
        {
            if (parsed.GetValue(option) is { } value) flags.Add((option.Name, key, value));
        }

        if (parsed.GetValue(_diagnose)) flags.Add((_diagnose.Name, "evidence:diagnose", "true"));
        if (parsed.GetValue(_all)) flags.Add((_all.Name, "all", "true"));
        return GuardSettingsReader.Read(new SettingsSources(path is null ? null : SettingsFile.Read(path), environment, flags));
    }

    private async Task<TargetChoice> FindChoiceAsync(ParseResult parsed, GuardSettings settings, CancellationToken cancellation)
    {
        if (CountTargets(parsed) > 1)
            throw new UsageException("give only one of --pid, --inspect, --name and --all. See 'heapwise guard --help'");
        if (parsed.GetValue(_inspect) is { } address) return await FindInspectedAsync(address, cancellation);
        if (parsed.GetValue(_processId) is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var processId) || processId <= 0)
                throw new UsageException($"--pid {text}: not a process id, such as 4711");
            if (!ProcStatus.IsRunning(processId))
                throw new UsageException($"--pid {processId}: there is no such process. 'heapwise ps' lists those that run");
            if (new NodeSightings().Look().All(node => node.ProcessId != processId))
                throw new UsageException($"--pid {processId}: not a Node process. 'heapwise ps' lists those that run");
            return new TargetChoice.Process(processId);
        }

        return settings switch
        {
            { TargetName: { } name } => new TargetChoice.Named(name),
            { WatchesAll: true } => new TargetChoice.All(),
            _ => throw new UsageException(
                "name what is watched: --pid N, --name TEXT, --all, or a program after --. 'heapwise ps' lists what runs"),
        };
    }

    /// <summary>The inspector is asked once whose it is, and left alone from then on.</summary>
    private static async Task<TargetChoice> FindInspectedAsync(string address, CancellationToken cancellation)
    {
        await using var target = await NodeTarget.OpenAsync(TargetSpec.ParseInspector(address), new TargetOptions(), cancellation);
        return target.IsLocal
            ? new TargetChoice.Process(target.ProcessId)
            : throw new UsageException($"--inspect {address}: its process is not visible here. Run the guard where it runs");
    }

    private TargetSpec.Command? FindProgram(ParseResult parsed)
    {
        var command = ProgramWords.Find(
            parsed, parsed.GetValue(_words) ?? [],
            words => $"'{words[0]}': what is watched is named with --pid or --name; a program to start comes after --");
        if (command is not null && CountTargets(parsed) > 0)
            throw new UsageException("a program after -- is what is watched: leave out --pid, --inspect, --name and --all");
        return command;
    }

    /// <summary>How many options say what is watched.</summary>
    private int CountTargets(ParseResult parsed) =>
        ((Option[])[_processId, _inspect, _name, _all]).Count(option => parsed.GetResult(option) is { Implicit: false });

    private static void Say(Output output, string text) =>
        output.Say($"{output.Terminal.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");

    private static void Write(Output output, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(output.Terminal.Output, leaveOpen: true) { NewLine = "\n" };
        foreach (var line in lines) writer.WriteLine(Formatting.SafeText.OneLine(line));
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}
