using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Doctor;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise doctor</c>: what works on this machine.</summary>
internal sealed class DoctorCommand : Verb
{
    public DoctorCommand(Terminal terminal)
        : base(
            terminal, "doctor", "checks what works on this machine, and what to do about the rest",
            "Looks at this program, Node, the Node processes and the permission to attach to them, the inspector's port, memory, folders, "
            + "and what killed runs have left. Nothing is attached to, and nothing is changed. Exit code 1: something will not work.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes();

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise doctor", "A line for each check, with a command where one helps.") { IsLive = true },
        new("heapwise doctor --format json", "The same, for scripts and bug reports.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var report = DoctorChecks.Run(await DoctorFacts.CollectAsync(output.Terminal, cancellation));
        output.Write(() => ReportJson.Write(report), () => DoctorPage.Of(report));
        return report.Checks.Any(check => check.State == DoctorState.Problem) ? ExitCode.Found : ExitCode.Success;
    }
}
