using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Attaching;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise ps</c>: what there is to attach to.</summary>
internal sealed class PsCommand : Verb
{
    public PsCommand(Terminal terminal)
        : base(
            terminal, "ps", "the Node processes of this machine, and whether heapwise can attach to them",
            "Looks at /proc only: no process is touched, and none is run. Processes of containers are shown with the pid that they have here. The heap limit is what --max-old-space-size says; the memory limit is the tightest one of the control groups over the process. Linux.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes();

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise ps", "What runs, how large, how long, and what can be attached to."),
        new("heapwise ps --format json", "The same for scripts."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) throw new UsageException("heapwise ps reads /proc, which only Linux has. Name the process: --pid PID, or --inspect HOST:PORT");
        var report = new ProcessesReport { Processes = [.. NodeProcess.List().Select(Row)] };
        output.Write(() => ReportJson.Write(report), () => PsPage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }

    private static ProcessRow Row(NodeProcess process) => new()
    {
        Pid = process.ProcessId,
        OwnPid = process.OwnProcessId,
        UserId = process.UserId,
        Version = process.Version,
        Script = process.Script,
        Command = process.Command,
        AgeSeconds = Math.Round(process.Age.TotalSeconds, 1),
        RssBytes = process.Memory.RssBytes,
        HeapLimitBytes = process.Memory.HeapLimitBytes,
        CgroupLimitBytes = process.Memory.Cgroup?.LimitBytes,
        CgroupUsedBytes = process.Memory.Cgroup?.UsedBytes,
        Inspector = process.Inspector.Address,
        CanAttach = process.Inspector.Obstacle is null,
        Obstacle = process.Inspector.Obstacle,
    };
}
