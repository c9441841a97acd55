using System.CommandLine;
using System.CommandLine.Parsing;
using Heapwise.Analysis.Language;
using Heapwise.Analysis.Reports;
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

/// <summary>What is diagnosed and how, as words and options, and the diagnosis of it: the same for every command that makes one.</summary>
internal sealed class DiagnosisRun
{
    private readonly Argument<string[]> _words = new("WORDS")
    {
        HelpName = "FILE... | -- PROGRAM ARG",
        Description = "two or more snapshots of one process, the earliest first; or after -- a program to start, drive and end",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly TargetOption _target = new();
    private readonly LoadOptions _load = new();
    private readonly Option<int?> _rounds;
    private readonly Option<int?> _maxRounds = new("--max-rounds") { Description = "rounds' worth of load in all, the burst that tells a leak from a cache that fills included (24); 0: no such burst", HelpName = "N", CustomParser = OptionParsers.Count };
    private readonly Option<int?> _maxRequests = new("--max-requests") { Description = "requests in all, warm-up and burst included", HelpName = "N", CustomParser = OptionParsers.Count };
    private readonly Option<TimeSpan?> _idle = new("--idle") { Description = "rest before the last snapshot, so that what expires can go (2s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<TimeSpan?> _settle = new("--settle-timeout") { Description = "how long to wait after a round until the memory stands still (10s)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<string?> _keep = new("--keep") { Description = "keep the snapshots in this folder", HelpName = "FOLDER" };
    private readonly Option<TimeSpan?> _maxPause = new("--max-pause") { Description = "refuse snapshots that would stop the program for longer (30s; any for one that is started here)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<bool> _force = new("--force") { Description = "take snapshots even where pause, memory or disk seem too small" };

    private readonly Option<string?> _language = new("--lang")
    {
        Description = $"{string.Join(" or ", ReportLanguage.All.Select(language => language.Code))}: the language of the diagnosis; errors and help stay English (en)",
        HelpName = "LANGUAGE",
        CustomParser = ParseLanguage,
    };

    /// <param name="rounds">What the number of rounds is where none is given.</param>
    public DiagnosisRun(string rounds = "3") =>
        _rounds = new("--rounds") { Description = $"rounds after the baseline ({rounds}); a leak shows in each", HelpName = "N", CustomParser = OptionParsers.Count };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Symbol> All => [_words, _target.ProcessId, _target.Inspector, _target.ProgramName, .. _load.All, _rounds, _maxRounds, _maxRequests, _idle, _settle, _keep, _maxPause, _force, _language];

    public string? KeepFolder(ParseResult parsed) => parsed.GetValue(_keep);

    /// <param name="parsed">The command line.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="ignored">Fingerprints of findings that do not count.</param>
    /// <param name="earlier">An earlier run: what it tells of rounds and requests is the default of this one; null: none.</param>
    /// <param name="cancellation">Ends the run, the target left as it was.</param>
    /// <exception cref="UsageException">The words or options name nothing to diagnose, or contradict each other.</exception>
    public async Task<DiagnosisReport> RunAsync(ParseResult parsed, Output output, IReadOnlySet<string> ignored, DiagnosisReport? earlier, CancellationToken cancellation)
    {
        var (files, program) = WordsOf(parsed);
        var target = TargetOf(parsed, files, program);
        return target is null ? await ReadAsync(parsed, files, ignored, output, cancellation) : await DriveAsync(parsed, target, ignored, earlier, output, cancellation);
    }

    /// <summary>
    /// The words that would make the same run of a changed program, without what an earlier report tells and what is about the run's
    /// files. A pid is another then, snapshots are others, and the values of headers are nobody's business.
    /// </summary>
    public IReadOnlyList<string> WordsToRepeat(ParseResult parsed)
    {
        var (files, program) = WordsOf(parsed);
        Option[] repeated = [_target.ProcessId, _target.Inspector, _target.ProgramName, .. _load.All.Except(_load.ToldByReports), _maxRounds, _maxRequests, _idle, _settle, _maxPause, _force, _language];
        List<string> words = [];
        foreach (var option in repeated)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given) continue;
            if (given.Tokens.Count == 0) words.Add(option.Name);
            foreach (var token in given.Tokens) words.AddRange([option.Name, option == _target.ProcessId ? "PID" : _load.WithoutSecrets(option, token.Value)]);
        }

        if (files.Count > 0) words.Add("NEW-SNAPSHOTS");
        return program is null ? words : [.. words, "--", .. program];
    }

    private async Task<DiagnosisReport> DriveAsync(ParseResult parsed, TargetSpec target, IReadOnlySet<string> ignored, DiagnosisReport? earlier, Output output, CancellationToken cancellation)
    {
        if (parsed.GetValue(_keep) is { } keep && File.Exists(keep)) throw new UsageException($"--keep {keep}: is a file; name a folder");
        var language = LanguageOf(parsed);
        using var narration = new DiagnosisNarration(output, DiagnosisText.For(language.Code), language);
        var defaults = new DiagnosisOptions();
        var programOutput = narration.ProgramOutput;
        var usualRounds = earlier?.Rounds.Count(round => !round.IsConfirmation) is > 2 and var count ? count - 1 : defaults.Rounds; // one alone proves nothing
        var options = defaults with
        {
            Rounds = parsed.GetValue(_rounds) is not 0 and var rounds ? rounds ?? usualRounds : throw new UsageException("--rounds 0: at least 1, and 2 to tell a leak from a start"),
            MaxRounds = parsed.GetValue(_maxRounds) ?? defaults.MaxRounds,
            MaxRequests = parsed.GetValue(_maxRequests),
            Idle = parsed.GetValue(_idle) ?? defaults.Idle,
            SettleTimeout = parsed.GetValue(_settle) ?? defaults.SettleTimeout,
            KeepFolder = parsed.GetValue(_keep),
            TemporaryFolder = output.Terminal.Variable("TMPDIR") is { Length: > 0 } temporary ? temporary : defaults.TemporaryFolder,
            Ignored = ignored,
            Target = new TargetOptions { ProgramOutput = programOutput, Time = output.Terminal.Time },
            Capture = new CaptureOptions
            {
                MaxPause = parsed.GetValue(_maxPause) ?? (target is TargetSpec.Command ? null : defaults.Capture.MaxPause),
                Force = parsed.GetValue(_force),
                Rates = CacheFolder.CaptureRates(),
            },
            Time = output.Terminal.Time,
        };
        var load = _load.Create(parsed, programOutput, output.Terminal.Time, earlier);
        return DiagnosisReport.From(await new LiveDiagnosis(target, load, options, narration).RunAsync(cancellation), language);
    }

    private async Task<DiagnosisReport> ReadAsync(ParseResult parsed, IReadOnlyList<string> files, IReadOnlySet<string> ignored, Output output, CancellationToken cancellation)
    {
        Option[] liveOnly = [.. _load.All, _rounds, _maxRounds, _maxRequests, _idle, _settle, _keep, _maxPause, _force];
        if (liveOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
            throw new UsageException($"{stray.Name} needs a program that runs: --pid PID, --inspect HOST:PORT, or after the options -- node app.js");
        if (files.Count == 1) throw new UsageException($"{files[0]}: one snapshot cannot show growth. Give two or more of one process, the earliest first");
        foreach (var file in files) SnapshotFile.Require(file); // before minutes are spent on the others
        var language = LanguageOf(parsed);
        using var narration = new DiagnosisNarration(output, DiagnosisText.For(language.Code), language);
        return DiagnosisReport.From(await new FileDiagnosis(files, narration, ignored).RunAsync(cancellation), language);
    }

    /// <summary>English where nothing is said, whatever the environment: scripts read what is printed.</summary>
    private ReportLanguage LanguageOf(ParseResult parsed) => ReportLanguage.FindOrDefault(parsed.GetValue(_language) ?? ReportLanguage.English.Code);

    private static string? ParseLanguage(ArgumentResult result)
    {
        var word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (ReportLanguage.Find(word) is not null) return word;
        result.AddError($"--lang {word}: not one of {string.Join(", ", ReportLanguage.All.Select(language => language.Code))}");
        return null;
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
        var verb = parsed.CommandResult.Command.Name;
        return (files.Count > 0, _target.IsGiven(parsed), program) switch
        {
            (true, false, null) => null,
            (false, true, null) => _target.Resolve(parsed),
            (false, false, { } words) => TargetSpec.FromCommand(words),
            (false, false, null) => throw new UsageException($"nothing to {verb}: give -- node app.js, --pid N, --inspect HOST:PORT, or two or more snapshots. See 'heapwise {verb} --help'"),
            _ => throw new UsageException("give one of: snapshots, --pid, --inspect, and -- with a program"),
        };
    }
}
