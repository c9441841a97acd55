using System.CommandLine;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Live.Launching;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise run -- node app.js</c>: a program started so that it can be observed, and left to itself.</summary>
internal sealed class RunCommand : Verb
{
    private const string DefaultFolder = "heapwise-snapshots";

    private const string HelpDetails =
        "Adds the flags that are not already given on the command line or in NODE_OPTIONS: a heap limit of 75 % of the memory limit "
        + "(cgroup), if there is one; snapshots when the heap nears its limit; and an inspector that does not listen until heapwise "
        + "attaches. node itself gets the flags as arguments, anything else gets them in NODE_OPTIONS. Then heapwise becomes the program: "
        + "pid, streams, terminal, signals and exit code are the program's own. Node 18 and later; Linux and macOS.";

    private readonly Argument<string[]> _words = new("PROGRAM")
    {
        HelpName = "-- PROGRAM ARG",
        CompletionSources = { Offers.Programs },
        Description = "after --, the program and its arguments: node app.js, npm start, ./start.sh",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _folder = new("--folder")
    {
        Description = $"folder for snapshots near the heap limit ({DefaultFolder})",
        HelpName = "FOLDER",
        CompletionSources = { Offers.Folders },
    };

    private readonly Option<bool> _inspect = new("--inspect") { Description = "open an inspector at once, on a free loopback port" };

    private readonly Option<bool> _core = new("--core")
    {
        Description = "let the system keep a core file when the program is aborted, as V8 does when its heap is full (Linux); "
            + "heapwise diagnose reads it",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "print the command instead of running it" };

    public RunCommand(Terminal terminal)
        : base(
            terminal, "run", "starts a program with the flags that make it observable", HelpDetails,
            new OutputOptions { HasAnswer = false })
        => Takes(_words, _folder, _inspect, _core, _dryRun);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise run -- node app.js", "Start a program so that it can be observed, even after it has died.") { IsLive = true },
        new("heapwise run --quiet --folder /var/tmp/app -- npm start", "Through NODE_OPTIONS, without any message.") { IsLive = true },
        new("heapwise run --dry-run -- node --max-old-space-size=512 app.js",
            "Show the command that would run; the given heap limit stays.") { IsLive = true },
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new UsageException("heapwise run needs Linux or macOS. Give node the flags of 'heapwise run --help' yourself");
        var command = CommandOf(parsed);
        var folder = parsed.GetValue(_folder) ?? DefaultFolder;
        if (File.Exists(folder)) throw new UsageException($"--folder {folder}: is a file; name a folder");
        var around = Launch.Survey(folder, output.Terminal.Variable("NODE_OPTIONS"));
        var plan = FlagChoice.CreatePlan(command, around, parsed.GetValue(_inspect));
        var isStart = !parsed.GetValue(_dryRun);
        var file = isStart ? Launch.FindProgram(plan, output.Terminal.Variable("PATH")) : "";
        if (isStart) Launch.PrepareFolder(plan);
        var keepsCore = parsed.GetValue(_core);
        if (keepsCore && isStart) Launch.AllowCore();
        if (!output.Quiet)
        {
            foreach (var line in LaunchText.Of(command, plan, around.Earlier, isStart ? Environment.ProcessId : null))
                output.Terminal.Error.WriteLine(SafeText.OneLine(line));
            if (keepsCore) output.Terminal.Error.WriteLine(SafeText.OneLine(LaunchText.OfCore(Launch.CorePattern())));
            output.Terminal.Error.Flush();
        }

        if (isStart) Launch.Become(file, plan); // does not return
        using var writer = new StreamWriter(output.Terminal.Output, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine((keepsCore ? "ulimit -S -c $(ulimit -H -c); " : "") + LineOf(plan));
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>As a shell reads it.</summary>
    private static string LineOf(LaunchPlan plan)
    {
        var variable = plan.NodeOptions is null ? "" : $"NODE_OPTIONS={ShellWords.Quote(plan.NodeOptions)} ";
        return variable + ShellWords.Line([plan.Program, .. plan.Arguments]);
    }

    private TargetSpec.Command CommandOf(ParseResult parsed) =>
        ProgramWords.Find(
            parsed, parsed.GetValue(_words) ?? [],
            words => $"'{words[0]}' must come after --: heapwise run -- {ShellWords.Line(words)}")
        ?? throw new UsageException("no program to start. Give it after --: heapwise run -- node app.js");
}
