using System.CommandLine;
using System.Globalization;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary>Which process a command is about: <c>--pid N</c> or <c>--inspect HOST:PORT</c>, exactly one of them.</summary>
internal sealed class TargetOption
{
    public Option<int?> ProcessId { get; } = new("--pid", "-p") { Description = "a Node process of this machine", HelpName = "N", CustomParser = Values.Count };

    public Option<string?> Inspector { get; } = new("--inspect") { Description = "an inspector that is open: HOST:PORT, PORT or ws://...", HelpName = "ADDRESS" };

    public TargetSpec Resolve(ParseResult parsed) => (parsed.GetValue(ProcessId), parsed.GetValue(Inspector)) switch
    {
        ({ } processId, null) when processId > 0 => new TargetSpec.RunningProcess(processId),
        ({ } processId, null) => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--pid {processId}: not a process id")),
        (null, { } address) => TargetSpec.ParseInspector(address),
        _ => throw new UsageException($"name one process: --pid N or --inspect HOST:PORT. See 'heapwise {parsed.CommandResult.Command.Name} --help'"),
    };
}
