using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Rendering;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise diagnose</c>: does it leak, what, who holds it, and where in the code.</summary>
internal sealed class DiagnoseCommand : Verb
{
    private enum FailOn
    {
        Leak,
        Inconclusive,
        Never,
    }

    private readonly Argument<string[]> _words = new("WORDS")
    {
        HelpName = "FILE... | -- PROGRAM ARG",
        Description = "two or more snapshots of one process, the earliest first; or after -- a program to start, drive and end",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly TargetOption _target = new();
    private readonly LoadOptions _load = new();
    private readonly Option<int?> _rounds = new("--rounds") { Description = "rounds after the baseline (3); a leak shows in each", HelpName = "N", CustomParser = Values.Count };
    private readonly Option<TimeSpan?> _settle = new("--settle-timeout") { Description = "how long to wait after a round until the memory stands still (10s)", HelpName = "TIME", CustomParser = Values.Duration };
    private readonly Option<string?> _keep = new("--keep") { Description = "keep the snapshots in this folder", HelpName = "FOLDER" };
    private readonly Option<TimeSpan?> _maxPause = new("--max-pause") { Description = "refuse snapshots that would stop the program for longer (30s; any for one that is started here)", HelpName = "TIME", CustomParser = Values.Duration };
    private readonly Option<bool> _force = new("--force") { Description = "take snapshots even where pause, memory or disk seem too small" };
    private readonly Option<FailOn?> _failOn = new("--fail-on") { Description = "leak, inconclusive or never: when to end with code 1 (leak)", HelpName = "VERDICT", CustomParser = Values.OneOf<FailOn> };

    public DiagnoseCommand(Terminal terminal)
        : base(
            terminal, "diagnose", "does it leak, what, who holds it, and where in the code",
            "Warms the program up, then drives it in rounds with a snapshot after each, and compares the objects by identity: what each round leaves behind at a steady rate is a leak. What is attached to is left as it was; what is started is ended. On files the same is done with snapshots taken earlier.",
            new OutputOptions { ReadsSnapshots = false })
        => Takes([_words, _target.ProcessId, _target.Inspector, _target.ProgramName, .. _load.All, _rounds, _settle, _keep, _maxPause, _force, _failOn]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise diagnose --load http://127.0.0.1:3000/ -- node app.js", "Start a program, drive it, find its leak.") { IsLive = true },
        new("heapwise diagnose --pid 4711 --every 10m", "A running program under its real traffic.") { IsLive = true },
        new("heapwise diagnose --load 'http://127.0.0.1:3000/users/{n}' --pid 4711", "Each request for another user: caches keyed by user grow.") { IsLive = true },
        new("heapwise diagnose 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot", "Snapshots taken before, of one process, after equal work."),
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var (files, program) = WordsOf(parsed);
        var target = TargetOf(parsed, files, program);
        var report = target is null ? await ReadAsync(parsed, files, output, cancellation) : await DriveAsync(parsed, target, output, cancellation);
        output.Write(() => ReportJson.Write(report), () => DiagnosisPage.Of(report, NextSteps.After(report, parsed.GetValue(_keep))));
        return ExitCodeOf(report.Verdict, parsed.GetValue(_failOn) ?? FailOn.Leak);
    }

    private async Task<DiagnosisReport> DriveAsync(ParseResult parsed, TargetSpec target, Output output, CancellationToken cancellation)
    {
        if (parsed.GetValue(_keep) is { } keep && File.Exists(keep)) throw new UsageException($"--keep {keep}: is a file; name a folder");
        using var narration = new DiagnosisNarration(output);
        var defaults = new DiagnosisOptions();
        var programOutput = narration.ProgramOutput;
        var options = defaults with
        {
            Rounds = parsed.GetValue(_rounds) is not 0 and var rounds ? rounds ?? defaults.Rounds : throw new UsageException("--rounds 0: at least 1, and 2 to tell a leak from a start"),
            SettleTimeout = parsed.GetValue(_settle) ?? defaults.SettleTimeout,
            KeepFolder = parsed.GetValue(_keep),
            TemporaryFolder = output.Terminal.Variable("TMPDIR") is { Length: > 0 } temporary ? temporary : defaults.TemporaryFolder,
            Target = new TargetOptions { ProgramOutput = programOutput, Time = output.Terminal.Time },
            Capture = new CaptureOptions
            {
                MaxPause = parsed.GetValue(_maxPause) ?? (target is TargetSpec.Command ? null : defaults.Capture.MaxPause),
                Force = parsed.GetValue(_force),
                Rates = CacheFolder.CaptureRates(),
            },
            Time = output.Terminal.Time,
        };
        var load = _load.Create(parsed, programOutput, output.Terminal.Time);
        return await new LiveDiagnosis(target, load, options, narration).RunAsync(cancellation);
    }

    private async Task<DiagnosisReport> ReadAsync(ParseResult parsed, IReadOnlyList<string> files, Output output, CancellationToken cancellation)
    {
        Option[] liveOnly = [.. _load.All, _rounds, _settle, _keep, _maxPause, _force];
        if (liveOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
            throw new UsageException($"{stray.Name} needs a program that runs: --pid PID, --inspect HOST:PORT, or after the options -- node app.js");
        if (files.Count == 1) throw new UsageException($"{files[0]}: one snapshot cannot show growth. Give two or more of one process, the earliest first");
        foreach (var file in files) SnapshotFile.Require(file); // before minutes are spent on the others
        using var narration = new DiagnosisNarration(output);
        return await new FileDiagnosis(files, narration).RunAsync(cancellation);
    }

    /// <summary>What was given before <c>--</c> and after it; the latter is null where there is no <c>--</c>.</summary>
    private (IReadOnlyList<string> Files, IReadOnlyList<string>? Program) WordsOf(ParseResult parsed)
    {
        var words = parsed.GetValue(_words) ?? [];
        var after = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        return parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? (words[..^after], words[^after..]) : (words, null);
    }

    /// <summary>Null: files.</summary>
    private TargetSpec? TargetOf(ParseResult parsed, IReadOnlyList<string> files, IReadOnlyList<string>? program)
    {
        return (files.Count > 0, _target.IsGiven(parsed), program) switch
        {
            (true, false, null) => null,
            (false, true, null) => _target.Resolve(parsed),
            (false, false, { } words) => TargetSpec.FromCommand(words),
            (false, false, null) => throw new UsageException("nothing to diagnose: give -- node app.js, --pid N, --inspect HOST:PORT, or two or more snapshots. See 'heapwise diagnose --help'"),
            _ => throw new UsageException("give one of: snapshots, --pid, --inspect, and -- with a program"),
        };
    }

    private static int ExitCodeOf(Verdict verdict, FailOn failOn) => (verdict, failOn) switch
    {
        (Verdict.Leak, not FailOn.Never) or (Verdict.Inconclusive, FailOn.Inconclusive) => ExitCode.Found,
        _ => ExitCode.Success,
    };
}
