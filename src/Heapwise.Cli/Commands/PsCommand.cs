using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Attaching;
using Heapwise.Live.Targets;
using Heapwise.Server.Watching;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise ps</c>: the processes to attach to.</summary>
internal sealed class PsCommand : Verb
{
    private readonly Option<bool> _repair = new("--repair")
    {
        Description = "close inspectors that an earlier heapwise left open because it was killed, or the program did not respond",
    };

    public PsCommand(Terminal terminal)
        : base(
            terminal, "ps", "lists the Node processes on this machine, and whether heapwise can attach to them",
            "Reads only /proc: no process is touched (except by --repair), and none is started. "
            + "A process is shown below the one that started it, above its "
            + "worker threads (Node 24 and later). Processes in containers are shown with their pid on this "
            + "machine. The heap limit is the value of --max-old-space-size; the memory limit is the lowest limit of the process's "
            + "cgroups. Linux only.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes(_repair);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise ps", "What is running, its memory and age, and what heapwise can attach to."),
        new("heapwise ps --format json", "The same, for scripts."),
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new UsageException("heapwise ps needs Linux: it reads /proc. Name the process with --pid PID or --inspect HOST:PORT");
        if (parsed.GetValue(_repair)) await RepairAsync(output, cancellation);
        var report = new ProcessesReport { Processes = NodeProcesses.Find() };
        cancellation.ThrowIfCancellationRequested();
        output.Write(() => ReportJson.Write(report), () => PsPage.Of(report));
        return ExitCode.Success;
    }

    private static async Task RepairAsync(Output output, CancellationToken cancellation)
    {
        var found = await InspectorRepair.RunAsync(new TargetOptions { Time = output.Terminal.Time }, cancellation);
        foreach (var inspector in found)
        {
            var name = $"the inspector of pid {inspector.ProcessId} at port {inspector.Port}";
            output.Say(inspector.IsClosed
                ? $"closed {name}, which an earlier heapwise had left open"
                : $"{name} is still open: somebody is connected to it, or the main thread does not respond and closes it later");
        }

        if (found.Count == 0) output.Say("no inspector was left open");
    }
}
