using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.PipelineReports;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Scenarios;
using Heapwise.Diagnosis.Settings;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise test</c>: the memory tests of a pipeline.</summary>
internal sealed class TestCommand : Verb
{
    private const string HelpDetails =
        "Starts each program that heapwise.json describes, puts it under its load, and fails where it leaks or breaks its memory budgets. "
        + "Leaks that the baseline file or another version of the repository already has are known: they fail only if they grow faster. "
        + "In GitHub Actions, annotations and a step summary are written as well. docs/ci.md describes heapwise.json.";

    private readonly Argument<string[]> _names = new("SCENARIO")
    {
        HelpName = "SCENARIO",
        Description = "the scenarios to run; all by default",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "the settings file (heapwise.json)",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "also run this version of the repository: a branch, tag or commit; its leaks are known",
        HelpName = "REF",
    };

    private readonly Option<bool> _update = new("--update-baseline")
    {
        Description = "record what was measured in the baseline file (heapwise.baseline.json)",
    };

    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "prove that the tests can fail: plant memory for each budget, and fail where a run does not notice it",
    };

    private readonly Option<string?> _junit = CreateReport("--junit", "also write a JUnit XML file");
    private readonly Option<string?> _sarif = CreateReport("--sarif", "also write a SARIF file, for code scanning on GitHub");
    private readonly Option<string?> _quality = CreateReport("--code-quality", "also write a code quality report for GitLab");

    public TestCommand(Terminal terminal)
        : base(
            terminal, "test", "runs the memory tests of a pipeline: scenarios with budgets", HelpDetails,
            new OutputOptions { ReadsSnapshots = false })
        => Takes([_names, _config, _against, _update, _prove, _junit, _sarif, _quality]);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise test", "All scenarios of heapwise.json in this folder.") { IsLive = true },
        new("heapwise test --against main --sarif out.sarif", "A change, beside the branch it is to be merged into.") { IsLive = true },
        new("heapwise test --prove", "Does each test notice a leak?") { IsLive = true },
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var update = parsed.GetValue(_update);
        var prove = parsed.GetValue(_prove);
        var against = parsed.GetValue(_against);
        if (prove && update) throw new UsageException("--prove measures planted memory: --update-baseline cannot be used with it");
        if (against is not null && (update || prove))
            throw new UsageException("--against cannot be used with --update-baseline or --prove");
        var files = new[] { _junit, _sarif, _quality }.Select(parsed.GetValue).OfType<string>().ToList();
        foreach (var file in files) OutputFile.RequireWritable(file, overwrites: true); // before minutes are spent

        var settings = SettingsFile.Read(parsed.GetValue(_config) ?? SettingsFile.DefaultName);
        var all = ScenarioSettings.Read(settings);
        var chosen = Choose(all, parsed.GetValue(_names) ?? []);
        var tests = new ScenarioTests(settings, all, output);
        var scenarios = prove ? await tests.ProveAsync(chosen, cancellation)
            : await tests.RunAsync(chosen, update, against, cancellation);
        var report = TestReport.From(settings.Path, prove, scenarios);

        var page = TestPage.Of(report);
        Write(parsed.GetValue(_junit), () => JUnitReport.Write(report));
        Write(parsed.GetValue(_sarif), () => SarifReport.Write(report, ProductVersion.Text));
        Write(parsed.GetValue(_quality), () => CodeQualityReport.Write(report));
        GitHubReport.Write(report, page, output.Terminal);
        output.Write(() => ReportJson.Write(report), () => page);
        return report.Outcome switch
        {
            TestOutcome.Passed => ExitCode.Success,
            TestOutcome.Failed => ExitCode.Found,
            _ => ExitCode.Usage,
        };
    }

    private static Option<string?> CreateReport(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private static IReadOnlyList<Scenario> Choose(ScenarioSettings settings, IReadOnlyList<string> names)
    {
        var known = settings.Scenarios.Select(scenario => scenario.Name).ToList();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"no scenario '{unknown}'. There are: {string.Join(", ", known)}");
        return names.Count == 0 ? settings.Scenarios : [.. settings.Scenarios.Where(scenario => names.Contains(scenario.Name))];
    }

    private static void Write(string? file, Func<byte[]> report)
    {
        if (file is null) return;
        try
        {
            File.WriteAllBytes(file, report());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }
}
