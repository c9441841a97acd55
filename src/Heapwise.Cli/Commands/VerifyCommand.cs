using System.CommandLine;
using System.Text.Json;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise verify</c>: the rounds of an earlier diagnosis on the fixed program, and what became of each finding.</summary>
internal sealed class VerifyCommand : Verb
{
    /// <summary>Reports are well below a megabyte; a snapshot given by mistake is not read in full to find that out.</summary>
    private const long MaxReportBytes = 100_000_000;

    private const string HowToSave = "Give a report written by 'heapwise diagnose … --format json -o report.json'";

    private const string HelpDetails =
        "Diagnoses the fixed program in the same rounds as in an earlier report. Says for each finding whether it is gone, shrunk, still "
        + "there or moved, and which findings are new. Use the same load as for the report. Exits with 0 only if all findings are gone and "
        + "none is new. Findings ignored in the report stay ignored.";

    private readonly Option<string?> _against = new("--against")
    {
        Description = "the JSON report of a diagnosis before the fix",
        HelpName = "REPORT",
        CompletionSources = { Offers.Reports },
    };

    private readonly DiagnosisRun _run = new(rounds: "as many as in the report");
    private readonly IgnoreOption _ignore = new();

    public VerifyCommand(Terminal terminal)
        : base(
            terminal, "verify", "verifies a fix: which leaks of an earlier report are gone", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes([_run.All[0], _against, .. _run.All.Skip(1), _ignore.Option]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise verify --against report.json --load-cmd ./load.sh -- node app.js",
            "The fixed program under the same load: which leaks are gone.") { IsLive = true },
        new("heapwise verify --against report.json --pid 4711 --every 10m",
            "The same for a running program under its own traffic.") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_against) ?? throw new UsageException($"--against is missing. {HowToSave}");
        var before = Read(path);
        var requested = _ignore.Read(parsed);
        var ignored = requested.Concat(before.Ignored.Select(finding => finding.Fingerprint)).ToHashSet(StringComparer.Ordinal);
        if (before.Findings.Count == 0) throw new UsageException($"{path}: nothing to verify: the report found no leak");
        if (before.Findings.All(finding => ignored.Contains(finding.Fingerprint)))
            throw new UsageException($"{path}: nothing to verify: all its findings are ignored");

        var after = await _run.RunAsync(parsed, output, ignored, before, cancellation);
        var report = VerificationReport.From(before, after, ignored, ReportLanguages.FindOrDefault(after.Language));
        IgnoreOption.ReportStale(output, DiagnosisText.For(after.Language), requested, report.Ignored);
        output.Write(() => ReportJson.Write(report), () => VerificationPage.Of(report));
        return report.Verdict == VerificationVerdict.Fixed ? ExitCode.Success : ExitCode.Found;
    }

    private static DiagnosisReport Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxReportBytes and var length })
                throw new UsageException($"{path}: {ByteSize.Format(length)} is too large for a report. {HowToSave}");
            return ReportJson.ReadDiagnosis(File.ReadAllText(path));
        }
        catch (JsonException failure)
        {
            throw new UsageException($"{path}: {failure.Message}. {HowToSave}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--against {path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }
}
