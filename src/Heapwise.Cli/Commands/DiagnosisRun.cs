using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Heapwise.Analysis;
using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary>What to diagnose and how, from the command line, and the diagnosis itself: the same for every command that makes one.</summary>
internal sealed class DiagnosisRun
{
    private static readonly string Languages = string.Join(", ", ReportLanguages.All.Select(language => language.Code));

    private readonly Argument<string[]> _words = new("WORDS")
    {
        HelpName = "FILE... | FOLDER | -- PROGRAM ARG",
        CompletionSources = { Offers.Snapshots, Offers.Programs },
        Description = "two or more snapshots of one process, the earliest first; or the folder of a package, or after --, a program: "
            + "it is started, put under load, and ended",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly TargetOption _target = new(timeout: "--attach-timeout"); // --timeout is about requests
    private readonly LoadOptions _load = new();
    private readonly Option<int?> _rounds;

    private readonly Option<int?> _maxRounds = new("--max-rounds")
    {
        Description = "limit in rounds of load, including the burst that tells a leak from a cache that fills up; 0 for no burst (24)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<int?> _maxRequests = new("--max-requests")
    {
        Description = "limit in requests, including warm-up and burst",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<TimeSpan?> _idle = new("--idle")
    {
        Description = "idle time before the last snapshot, so that entries can expire (2s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<TimeSpan?> _settle = new("--settle-timeout")
    {
        Description = "how long to wait after a round for memory to settle (10s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "keep the snapshots in this folder",
        HelpName = "FOLDER",
        CompletionSources = { Offers.Folders },
    };

    private readonly Option<TimeSpan?> _maxPause = new("--max-pause")
    {
        Description = "refuse snapshots that would pause the program for longer (30s; no limit for a program started here)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<bool> _trace = new("--trace")
    {
        Description = "for a running program, too: record which calls allocate what leaks; it is slow for up to ten seconds",
    };

    private readonly Option<bool> _noSnapshot = new("--no-snapshot")
    {
        Description = "take no snapshots: sample allocations, which pauses the program for garbage collections only; "
            + "shows the function that leaks, not what holds the objects",
    };

    private readonly Option<bool> _outside = new("--outside")
    {
        Description = "copy the memory of a running process instead of asking V8: a pause of about 0.3 s a gigabyte per round, "
            + "no inspector; needs the rights of a debugger",
    };

    private readonly Option<bool> _noOutside = new("--no-outside")
    {
        Description = "copy no memory where a snapshot is refused because of its pause or memory: end with exit code 3",
    };

    private readonly Option<bool> _force = new("--force") { Description = "take snapshots regardless of pause, memory and disk space" };

    private readonly CompareOption _by = new();

    private readonly Option<string?> _language = new("--lang")
    {
        Description = $"{Languages}: the language of the diagnosis; errors and help are always in English (en)",
        HelpName = "LANGUAGE",
        CompletionSources = { _ => ReportLanguages.All.Select(language => new CompletionItem(language.Code)) },
        CustomParser = ParseLanguage,
    };

    /// <param name="rounds">The default number of rounds, as the help says it.</param>
    public DiagnosisRun(string rounds = "3") => _rounds = new("--rounds")
    {
        Description = $"rounds after the baseline; a leak shows in each ({rounds})",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Symbol> All => [_words, .. _target.Options, .. _load.All, .. RunOptions, _language];

    /// <summary>How files are compared; a proof of a fix needs identity.</summary>
    public Option By => _by;

    private IReadOnlyList<Option> RunOptions =>
        [_rounds, _maxRounds, _maxRequests, _idle, _settle, _keep, _maxPause, _trace, _noSnapshot, _outside, _noOutside, _force];

    public string? KeepFolder(ParseResult parsed) => parsed.GetValue(_keep);

    /// <summary>The only snapshot that is given; null where the words and options are about something else.</summary>
    /// <exception cref="UsageException">They name nothing to diagnose, or contradict each other.</exception>
    public string? FindSingleFile(ParseResult parsed)
    {
        var (files, program) = WordsOf(parsed);
        if (FindTarget(parsed, files, program) is not null || files.Count != 1) return null;
        RequireNoLiveOption(parsed);
        return files[0];
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="ignored">Fingerprints of findings that do not count.</param>
    /// <param name="earlier">An earlier run, whose numbers of rounds and requests are the defaults of this one; null: none.</param>
    /// <param name="cancellation">Ends the run and leaves the target as it was.</param>
    /// <exception cref="UsageException">The words or options name nothing to diagnose, or contradict each other.</exception>
    public async Task<DiagnosisReport> RunAsync(
        ParseResult parsed, Output output, IReadOnlySet<string> ignored, DiagnosisReport? earlier, CancellationToken cancellation)
    {
        var (files, program) = WordsOf(parsed);
        if (FindTarget(parsed, files, program) is { } target)
        {
            if (parsed.GetValue(_by) is not null) throw new UsageException("--by compares snapshot files: a running program has its ids");
            return await DriveAsync(parsed, target, ignored, earlier, output, cancellation);
        }

        // What became of a leak is known only of one process.
        return await ReadAsync(parsed, files, ignored, earlier is null ? parsed.GetValue(_by) : ComparedBy.Identity, output, cancellation);
    }

    /// <summary>
    /// The words that repeat this run on a changed program, without what its report says and without options about the run's files.
    /// The pid and the snapshots will be different ones, and the values of headers are left out because they may be secret.
    /// </summary>
    public IReadOnlyList<string> WordsToRepeat(ParseResult parsed)
    {
        var (files, program) = WordsOf(parsed);
        Option[] repeated =
        [
            .. _target.Options, .. _load.All.Except(_load.RecordedInReports), .. RunOptions.Except([_rounds, _keep]), _language,
        ];
        List<string> words = [];
        foreach (var option in repeated)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given) continue;
            if (given.Tokens.Count == 0) words.Add(option.Name);
            foreach (var token in given.Tokens)
            {
                var isPid = option == _target.ProcessId;
                words.AddRange([option.Name, isPid ? Restarted(token.Value) : _load.WithoutSecrets(option, token.Value)]);
            }
        }

        if (IsPackage(files)) words.Add(files[0]);
        else if (files.Count > 0) words.Add("NEW-SNAPSHOTS");
        return program is null ? words : [.. words, "--", .. program];
    }

    /// <summary>The same thread of a process whose pid is not known yet.</summary>
    private static string Restarted(string process)
    {
        var thread = process.IndexOf('/', StringComparison.Ordinal);
        return thread < 0 ? "PID" : $"PID{process[thread..]}";
    }

    private async Task<DiagnosisReport> DriveAsync(
        ParseResult parsed, TargetSpec target, IReadOnlySet<string> ignored, DiagnosisReport? earlier, Output output,
        CancellationToken cancellation)
    {
        if (parsed.GetValue(_keep) is { } keep)
        {
            if (File.Exists(keep)) throw new UsageException($"--keep {keep}: is a file; name a folder");
            OutputFile.RequireFolder(keep);
            if (!output.Overwrites && SnapshotFolder.HasRounds(keep))
            {
                throw new UsageException(
                    $"--keep {keep}: has snapshots of an earlier run. Name another folder, or add to them with --overwrite");
            }
        }

        var language = LanguageOf(parsed);
        using var narration = new DiagnosisNarration(output, DiagnosisText.For(language.Code), language);
        var programOutput = narration.ProgramOutput;
        var time = output.Terminal.Time;
        var options = OptionsOf(parsed, target, earlier) with
        {
            TemporaryFolder = output.Terminal.Variable("TMPDIR") is { Length: > 0 } temporary
                ? temporary
                : new DiagnosisOptions().TemporaryFolder,
            Ignored = ignored,
            AnswersInPart = earlier is null, // a fix is proven by all rounds
            Hurry = output.Terminal.Hurry,
            Target = _target.LimitsOf(parsed, time) with
            {
                ProgramOutput = programOutput,
                Waiting = narration.Attaching,
                Notes = narration.Notes,
            },
            Time = time,
        };
        var way = new CopyInstead(target, parsed.GetValue(_noOutside), parsed.GetValue(_maxPause));
        return DiagnosisReport.From(await way.DiagnoseAsync(DiagnoseAsync, options, narration.Notes), language);

        Task<LeakDiagnosis> DiagnoseAsync(DiagnosisOptions chosen) =>
            new LiveDiagnosis(target, _load.Create(parsed, programOutput, time, earlier), chosen, narration).RunAsync(cancellation);
    }

    private DiagnosisOptions OptionsOf(ParseResult parsed, TargetSpec target, DiagnosisReport? earlier)
    {
        var defaults = new DiagnosisOptions();
        var way = WayOf(parsed, target, earlier);
        var maxPause = target is TargetSpec.Command || way == DiagnosisWay.Outside ? null : defaults.Capture.MaxPause;
        return defaults with
        {
            Rounds = parsed.GetValue(_rounds) switch
            {
                null => RoundsOf(earlier) ?? defaults.Rounds,
                0 => throw new UsageException("--rounds 0: must be at least 1, and 2 to tell a leak from start-up growth"),
                var rounds => rounds.Value,
            },
            MaxRounds = parsed.GetValue(_maxRounds) ?? defaults.MaxRounds,
            MaxRequests = parsed.GetValue(_maxRequests),
            Idle = parsed.GetValue(_idle) ?? defaults.Idle,
            SettleTimeout = parsed.GetValue(_settle) ?? defaults.SettleTimeout,
            KeepFolder = parsed.GetValue(_keep),
            Way = way,
            Traces = target is TargetSpec.Command || parsed.GetValue(_trace),
            Capture = new CaptureOptions
            {
                MaxPause = parsed.GetValue(_maxPause) ?? maxPause,
                Force = parsed.GetValue(_force),
                Rates = CacheFolder.LoadCaptureRates(),
            },
        };
    }

    /// <summary>A run that is to prove a fix looks in the same way as the one that found the leak.</summary>
    private DiagnosisWay WayOf(ParseResult parsed, TargetSpec target, DiagnosisReport? earlier)
    {
        if (parsed.GetValue(_outside))
        {
            if (Given(_noSnapshot, _noOutside, _trace, _force) is { } other)
            {
                var verb = parsed.CommandResult.Command.Name;
                throw new UsageException($"{other.Name} cannot be combined with --outside. See 'heapwise {verb} --help'");
            }

            if (target is not TargetSpec.RunningProcess { Worker: null })
                throw new UsageException("--outside reads the main thread of a process of this machine: name it by --pid or --name");
            return DiagnosisWay.Outside;
        }

        if (!parsed.GetValue(_noSnapshot))
            return EarlierWay(target, earlier);
        if (Given(_keep, _maxPause, _trace, _force) is { } stray)
            throw new UsageException($"{stray.Name} is about snapshots, and --no-snapshot takes none. Give one of the two");
        return earlier is null or { ComparedBy: ComparedBy.Samples }
            ? DiagnosisWay.Samples
            : throw new UsageException(
                "--no-snapshot: the earlier report was made with snapshots, so its findings cannot be verified without");

        Option? Given(params IEnumerable<Option> options) =>
            options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
    }

    private static DiagnosisWay EarlierWay(TargetSpec target, DiagnosisReport? earlier) => earlier switch
    {
        { ComparedBy: ComparedBy.Samples } => DiagnosisWay.Samples,
        { Capture: CaptureWay.Outside } when target is TargetSpec.RunningProcess { Worker: null } => DiagnosisWay.Outside,
        _ => DiagnosisWay.Snapshots,
    };

    /// <summary>Rounds after the baseline of an earlier run; null where they are too few: one alone proves nothing.</summary>
    private static int? RoundsOf(DiagnosisReport? earlier) =>
        earlier?.Rounds.Count(round => !round.IsConfirmation) is > 2 and var count ? count - 1 : null;

    private async Task<DiagnosisReport> ReadAsync(
        ParseResult parsed, IReadOnlyList<string> files, IReadOnlySet<string> ignored, ComparedBy? by, Output output,
        CancellationToken cancellation)
    {
        RequireNoLiveOption(parsed);
        if (files.Count == 1)
            throw new UsageException($"{files[0]}: one snapshot cannot show growth. Give two or more of one process, the earliest first");
        foreach (var file in files) SnapshotFile.Require(file); // before minutes are spent on the others
        var language = LanguageOf(parsed);
        using var narration = new DiagnosisNarration(output, DiagnosisText.For(language.Code), language);
        return DiagnosisReport.From(await new FileDiagnosis(files, narration, ignored, by).RunAsync(cancellation), language);
    }

    private void RequireNoLiveOption(ParseResult parsed)
    {
        Option[] liveOnly = [.. _load.All, .. RunOptions];
        if (liveOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
            throw new UsageException($"{stray.Name} needs a running program: --pid PID, --inspect HOST:PORT, or -- node app.js at the end");
    }

    /// <summary>English by default, whatever the environment says: scripts read the output.</summary>
    public ReportLanguage LanguageOf(ParseResult parsed) =>
        ReportLanguages.FindOrDefault(parsed.GetValue(_language) ?? ReportLanguages.English.Code);

    private static string? ParseLanguage(ArgumentResult result)
    {
        var word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (ReportLanguages.Find(word) is not null) return word;
        result.AddError($"--lang {word}: not one of {Languages}");
        return null;
    }

    /// <summary>What was given before <c>--</c> and after it; the latter is null where there is no <c>--</c>.</summary>
    private (IReadOnlyList<string> Files, IReadOnlyList<string>? Program) WordsOf(ParseResult parsed)
    {
        var words = parsed.GetValue(_words) ?? [];
        if (parsed.Tokens.All(token => token.Type != TokenType.DoubleDash)) return (words, null);
        var after = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        return (words[..^after], words[^after..]);
    }

    private static bool IsPackage(IReadOnlyList<string> words) => words is [var folder] && Directory.Exists(folder);

    private static TargetSpec.Command ProgramOf(IReadOnlyList<string> words)
    {
        PackageProgram.RequireScript(words);
        return TargetSpec.FromCommand(words);
    }

    /// <summary>Null for snapshot files.</summary>
    private TargetSpec? FindTarget(ParseResult parsed, IReadOnlyList<string> files, IReadOnlyList<string>? program)
    {
        var verb = parsed.CommandResult.Command.Name;
        return (files.Count > 0, _target.IsGiven(parsed), program) switch
        {
            (true, false, null) => IsPackage(files) ? PackageProgram.Of(files[0]) : null,
            (false, true, null) => _target.Resolve(parsed),
            (false, false, { } words) => ProgramOf(words),
            (false, false, null) => throw new UsageException(
                $"nothing to {verb}: give -- node app.js, the folder of a package, --pid N, --inspect HOST:PORT, or two or more snapshots. "
                + $"See 'heapwise {verb} --help'"),
            _ => throw new UsageException("give only one of: snapshots, --pid, --inspect, --name, or a program after --"),
        };
    }
}
