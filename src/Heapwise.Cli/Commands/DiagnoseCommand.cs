using System.CommandLine;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Suspects;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Sources;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise diagnose</c>: what leaks, what holds it, and where in the code.</summary>
internal sealed class DiagnoseCommand : Verb
{
    private enum FailOn
    {
        Leak,
        Inconclusive,
        Suspects,
        Never,
    }

    private const string HelpDetails =
        "Warms the program up, then puts it under load in rounds, takes a snapshot after each round, and compares objects by identity: "
        + "objects that each round leaves behind at a steady rate are a leak. A process that heapwise attaches to is left as it was; a "
        + "program that heapwise starts is ended. Snapshots taken earlier are compared in the same way; those of different processes by "
        + "structure, which shows what one holds more of. A single snapshot, all that a crash may leave, shows suspects: what holds a "
        + "tenth of the heap or more, or very many entries.";

    private readonly DiagnosisRun _run = new();
    private readonly IgnoreOption _ignore = new();

    private readonly Option<FailOn?> _failOn = new("--fail-on")
    {
        Description = "leak, inconclusive, suspects (in a single snapshot) or never: when to exit with code 1 (leak)",
        HelpName = "VERDICT",
        CustomParser = OptionParsers.OneOf<FailOn>,
    };

    public DiagnoseCommand(Terminal terminal)
        : base(
            terminal, "diagnose", "finds memory leaks: what leaks, what holds it, and where in the code", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes([.. _run.All, _run.By, _ignore.Option, _failOn]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise diagnose --load http://127.0.0.1:3000/ -- node app.js",
            "Start a program, put it under load, find its leak.") { IsLive = true },
        new("heapwise diagnose --load / .", "The start script of the package here, at the port it listens on.") { IsLive = true },
        new("heapwise diagnose --pid 4711 --every 10m", "A running program under its own traffic.") { IsLive = true },
        new("heapwise diagnose --pid 4711 --every 10m --no-snapshot",
            "Without a pause for snapshots: the function that leaks, not its holder.") { IsLive = true },
        new("heapwise diagnose --pid 4711 --every 10m --outside",
            "With a pause of a fraction of a second per round, and no inspector.") { IsLive = true },
        new("heapwise diagnose --load 'http://127.0.0.1:3000/users/{n}' --pid 4711",
            "Each request for a different user, so that caches keyed by user grow.") { IsLive = true },
        new("heapwise diagnose 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot",
            "Snapshots of one process, taken earlier after equal amounts of work."),
        new("heapwise diagnose healthy.heapsnapshot sick.heapsnapshot", "Two processes: what the second holds more of, and where."),
        new("heapwise diagnose crash.heapsnapshot", "The only snapshot that is left: what holds much of it."),
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var ignored = _ignore.Read(parsed);
        if (_run.FindSingleFile(parsed) is { } single) return FindSuspects(parsed, single, ignored, output, cancellation);
        var report = await _run.RunAsync(parsed, output, ignored, earlier: null, cancellation);
        IgnoreOption.ReportStale(output, DiagnosisText.For(report.Language), ignored, report.Ignored);
        output.Write(
            () => ReportJson.Write(report),
            () => DiagnosisPage.Of(
                report, NextSteps.After(report, _run.KeepFolder(parsed)), NextSteps.Verification(report, _run.WordsToRepeat(parsed))),
            data: () => ReportData.Of(report));
        return report.Partial == EarlyEnd.Stopped ? ExitCode.Interrupted
            : ExitCodeOf(report.Verdict, parsed.GetValue(_failOn) ?? FailOn.Leak) is ExitCode.Found ? ExitCode.Found
            : report.Partial is null ? ExitCode.Success
            : ExitCode.Usage;
    }

    private int FindSuspects(
        ParseResult parsed, string file, IReadOnlySet<string> ignored, Output output, CancellationToken cancellation)
    {
        using var snapshot = SnapshotFile.Open(file, output, cancellation);
        var findings = SuspectAnalysis.Analyze(snapshot, new DiskSources(), ignored, cancellation);
        var report = SuspectsReport.From(findings, file, _run.LanguageOf(parsed));
        output.Write(
            () => ReportJson.Write(report), () => SuspectsPage.Of(report, NextSteps.After(report)), data: () => ReportData.Of(report));
        var fails = report.Verdict == SuspectsVerdict.Suspects && parsed.GetValue(_failOn) == FailOn.Suspects;
        return fails ? ExitCode.Found : ExitCode.Success;
    }

    private static int ExitCodeOf(Verdict verdict, FailOn failOn) => (verdict, failOn) switch
    {
        (Verdict.Leak, not FailOn.Never) or (Verdict.Inconclusive, FailOn.Inconclusive) => ExitCode.Found,
        _ => ExitCode.Success,
    };
}
