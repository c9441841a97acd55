using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Shell;
using Heapwise.Live.Attaching;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Options;

/// <summary>
/// Which process a command is about, said in exactly one way: as the first word (a pid, an inspector's address, either with a worker
/// thread), by <c>--pid</c>, <c>--inspect</c> or <c>--name</c>, or after <c>--</c> as a program to start.
/// </summary>
internal sealed class TargetOption
{
    private const string ProcessDescription = "a process: PID, PID/worker:N for a worker thread, or the HOST:PORT of an inspector";

    private readonly Argument<string?> _word = new("TARGET")
    {
        Description = ProcessDescription,
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { Offers.Processes },
    };

    private readonly Argument<string[]> _words = new("TARGET")
    {
        HelpName = "TARGET | -- PROGRAM ARG",
        CompletionSources = { Offers.Processes, Offers.Programs },
        Description = ProcessDescription + "; or after --, a program to start for it",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly bool _mayStart;

    /// <param name="mayStart">Whether a program after <c>--</c> makes sense.</param>
    /// <param name="timeout">The name of the option for the time that attaching may take.</param>
    public TargetOption(bool mayStart = false, string timeout = "--timeout")
    {
        _mayStart = mayStart;
        Timeout = new Option<TimeSpan?>(timeout)
        {
            Description = "how long attaching to a running process may take (30s)",
            HelpName = "TIME",
            CustomParser = OptionParsers.Duration,
        };
    }

    public Option<string?> ProcessId { get; } = new("--pid", "-p")
    {
        Description = "a Node process on this machine, or N/worker:M for one of its worker threads",
        HelpName = "N",
        CompletionSources = { Offers.Processes },
    };

    public Option<string?> Inspector { get; } = new("--inspect")
    {
        Description = "an open inspector: HOST:PORT, PORT or ws://...",
        HelpName = "ADDRESS",
        CompletionSources = { Offers.Inspectors },
    };

    public Option<string?> ProgramName { get; } = new("--name")
    {
        Description = "the only Node process whose command line contains this text",
        HelpName = "TEXT",
        CompletionSources = { Offers.ProgramNames },
    };

    public Option<TimeSpan?> Timeout { get; }

    public Option<bool> MoveInspector { get; } = new("--move-inspector")
    {
        Description = "if another process holds the port that the inspector needs, move that process's inspector for a moment",
    };

    /// <summary>For commands whose words name nothing else.</summary>
    public IReadOnlyList<Symbol> All => [_mayStart ? _words : _word, .. Options];

    /// <summary>Without the words.</summary>
    public IReadOnlyList<Option> Options => [ProcessId, Inspector, ProgramName, Timeout, MoveInspector];

    /// <summary>What may be done to reach the process, and for how long.</summary>
    public TargetOptions LimitsOf(ParseResult parsed, TimeProvider time) => new()
    {
        AttachTimeout = parsed.GetValue(Timeout) ?? new TargetOptions().AttachTimeout,
        MayMoveInspector = parsed.GetValue(MoveInspector),
        Time = time,
    };

    /// <summary>True where one of the options names a process.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(ProcessId) is not null || parsed.GetValue(Inspector) is not null || parsed.GetValue(ProgramName) is not null;

    /// <exception cref="UsageException">None, or several ways to say it.</exception>
    /// <exception cref="TargetException">What was said names no process.</exception>
    public TargetSpec Resolve(ParseResult parsed)
    {
        var isProgram = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        var words = WordsOf(parsed);
        return (words, IsGiven(parsed)) switch
        {
            ([_, ..], false) when isProgram && _mayStart => TargetSpec.FromCommand(words),
            ([var word], false) when !isProgram => TargetSpec.Parse(word),
            ([], true) => FromOptions(parsed),
            _ => throw new UsageException(NameOne()),
        };
    }

    private string NameOne()
    {
        var program = _mayStart ? ", or a program after --" : "";
        return $"name one process: PID, --inspect HOST:PORT or --name TEXT{program}. 'heapwise ps' lists them";
    }

    /// <summary>None where the command has words of its own.</summary>
    private string[] WordsOf(ParseResult parsed)
    {
        var arguments = parsed.CommandResult.Command.Arguments;
        if (arguments.Contains(_words)) return parsed.GetValue(_words) ?? [];
        return arguments.Contains(_word) && parsed.GetValue(_word) is { } word ? [word] : [];
    }

    private TargetSpec FromOptions(ParseResult parsed) =>
        (parsed.GetValue(ProcessId), parsed.GetValue(Inspector), parsed.GetValue(ProgramName)) switch
        {
            ({ } processId, null, null) => TargetSpec.ParseProcess(processId)
                ?? throw new UsageException($"--pid {processId}: not a process id, such as 4711, or 4711/worker:1 for a worker thread"),
            (null, { } address, null) => TargetSpec.ParseInspector(address),
            (null, null, { } name) => new TargetSpec.RunningProcess(NodeProcess.FindByName(name).ProcessId),
            _ => throw new UsageException(
                $"name one process: only one of --pid, --inspect and --name. See 'heapwise {parsed.CommandResult.Command.Name} --help'"),
        };
}
