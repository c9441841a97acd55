using System.Runtime.InteropServices;
using System.Text.Json;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Files;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;
using Heapwise.Diagnosis.Scenarios;
using Heapwise.Diagnosis.Settings;
using Heapwise.Live.Capture;
using Heapwise.Live.Files;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary>
/// Runs scenarios one after the other and judges each. One that cannot be run is reported as such, and the others run all the same.
/// </summary>
internal sealed class ScenarioTests(SettingsFile file, ScenarioSettings settings, Output output)
{
    private static readonly DiagnosisText Text = DiagnosisText.For(ReportLanguages.English.Code);

    private static readonly string Platform =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture}"
            .ToLowerInvariant();

    private TimeProvider Time => output.Terminal.Time;

    private DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    /// <param name="scenarios">What is run.</param>
    /// <param name="update">Whether the baseline file is to have what was measured.</param>
    /// <param name="against">A version of the repository that is run as well, each scenario just before it is run here; null: none.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<IReadOnlyList<ScenarioReport>> RunAsync(
        IReadOnlyList<Scenario> scenarios, bool update, string? against, CancellationToken cancellation)
    {
        var baseline = ReadBaseline();
        using var checkout = against is null ? null : await CheckOutAsync(against, cancellation);
        var reports = new List<ScenarioReport>();
        foreach (var scenario in scenarios)
        {
            output.Say($"scenario {scenario.Name} ({reports.Count + 1} of {scenarios.Count})");
            var @base = checkout is null ? null : await MeasureAsync(scenario, checkout, cancellation);
            var report = await TryAsync(scenario, null, async () =>
            {
                var (run, seconds) = await DiagnoseAsync(scenario, null, scenario.Folder, cancellation);
                return Judge(scenario, run, seconds, FindBefore);
            });
            Tell(report);
            reports.Add(report);

            (string With, BaselineRun Run)? FindBefore(BaselineRun now)
            {
                if (update) return ("this run, which is the new baseline", now);
                if (checkout is not null) return @base;
                return baseline.Find(now) is { } earlier ? ("the baseline", earlier) : null;
            }
        }

        if (update) WriteBaseline(baseline.With([.. reports.Select(report => report.Measured).OfType<BaselineRun>()]));
        return reports;
    }

    /// <summary>Each scenario once per budget, with memory planted that has to break it.</summary>
    public async Task<IReadOnlyList<ScenarioReport>> ProveAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancellation)
    {
        var reports = new List<ScenarioReport>();
        foreach (var scenario in scenarios)
        {
            foreach (var budget in scenario.Budgets.Kinds)
            {
                output.Say($"scenario {scenario.Name}: planting memory that breaks {TestText.NameOf(budget)}");
                var report = await TryAsync(scenario, budget, async () =>
                {
                    using var planted = PlantedLeak.Create(budget, scenario);
                    var (run, seconds) = await DiagnoseAsync(scenario, planted, scenario.Folder, cancellation);
                    var judged = Judge(scenario, run, seconds, _ => null);
                    var isNoticed = PlantedLeak.IsNoticed(budget, judged.Budgets, run);
                    return judged with { Planted = budget, Outcome = isNoticed ? TestOutcome.Passed : TestOutcome.Failed };
                });
                Tell(report);
                reports.Add(report);
            }
        }

        return reports.Count > 0 ? reports : throw new UsageException($"{file.Path}: no budget that planted memory could break");
    }

    private ScenarioReport Judge(
        Scenario scenario, LeakDiagnosis run, double seconds, Func<BaselineRun, (string With, BaselineRun Run)?> findBefore)
    {
        var diagnosis = DiagnosisReport.From(run, ReportLanguages.English);
        var measured = BaselineRun.From(scenario.Name, scenario.Hash, Platform, diagnosis);
        var compared = findBefore(measured) is { } before ? ComparisonReport.From(before.With, before.Run, measured) : null;
        var known = compared?.KnownFingerprints ?? new HashSet<string>();
        var budgets = BudgetRules.Judge(scenario.Budgets, run, known);
        var isBroken = budgets.Any(check => check.Outcome == BudgetOutcome.Exceeded);
        var (expired, ignored) = IgnoredIn(scenario);
        var found = diagnosis.Ignored.Select(finding => finding.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return new ScenarioReport
        {
            Name = scenario.Name,
            Outcome = isBroken ? TestOutcome.Failed : TestOutcome.Passed,
            Line = scenario.Line,
            Seconds = seconds,
            Measured = measured,
            Budgets = budgets,
            Compared = compared,
            ExpiredIgnores = expired,
            StaleIgnores = [.. ignored.Where(fingerprint => !found.Contains(fingerprint))],
            Diagnosis = diagnosis,
        };
    }

    /// <summary>The scenario in another version of the repository; null where that one cannot be run.</summary>
    private async Task<(string With, BaselineRun Run)?> MeasureAsync(
        Scenario scenario, GitCheckout checkout, CancellationToken cancellation)
    {
        output.Say($"first in {checkout.Commit}");
        try
        {
            var (run, _) = await DiagnoseAsync(scenario, null, checkout.PlaceOf(scenario.Folder), cancellation);
            var diagnosis = DiagnosisReport.From(run, ReportLanguages.English);
            return (checkout.Commit, BaselineRun.From(scenario.Name, scenario.Hash, Platform, diagnosis));
        }
        catch (Exception problem) when (IsOfOneScenario(problem) && !cancellation.IsCancellationRequested)
        {
            output.Say($"{checkout.Commit} cannot be compared with: {problem.Message}");
            return null;
        }
    }

    private async Task<(LeakDiagnosis Run, double Seconds)> DiagnoseAsync(
        Scenario scenario, PlantedLeak? planted, string folder, CancellationToken cancellation)
    {
        var began = Time.GetTimestamp();
        var program = (scenario.Program ?? PackageProgram.Of(folder)) with { WorkingDirectory = folder };
        using var narration = new DiagnosisNarration(output, Text, ReportLanguages.English);
        var programOutput = narration.ProgramOutput;
        var run = new ScenarioRun(program, OptionsOf(scenario, programOutput, narration), programOutput, narration);
        var diagnosis = await run.RunAsync(scenario, planted, cancellation);
        return (diagnosis, Math.Round(Time.GetElapsedTime(began).TotalSeconds, 1));
    }

    private DiagnosisOptions OptionsOf(Scenario scenario, Stream programOutput, DiagnosisNarration narration)
    {
        var defaults = new DiagnosisOptions();
        return defaults with
        {
            TemporaryFolder = output.Terminal.Variable("TMPDIR") is { Length: > 0 } temporary ? temporary : defaults.TemporaryFolder,
            Ignored = IgnoredIn(scenario).Now.ToHashSet(StringComparer.Ordinal),
            Capture = new CaptureOptions { MaxPause = null, Rates = CacheFolder.LoadCaptureRates() },
            Target = new TargetOptions
            {
                ProgramOutput = programOutput,
                Waiting = narration.Attaching,
                Notes = narration.Notes,
                Time = Time,
            },
            Time = Time,
        };
    }

    /// <summary>Fingerprints that the scenario ignores: those whose time is over, and those of today.</summary>
    private (IReadOnlyList<string> Expired, IReadOnlyList<string> Now) IgnoredIn(Scenario scenario)
    {
        var byTime = scenario.Ignored.ToLookup(leak => leak.HasExpired(Today), leak => leak.Fingerprint);
        return ([.. byTime[true]], [.. byTime[false]]);
    }

    private async Task<ScenarioReport> TryAsync(Scenario scenario, BudgetKind? planted, Func<Task<ScenarioReport>> run)
    {
        var began = Time.GetTimestamp();
        try
        {
            return await run();
        }
        catch (Exception problem) when (IsOfOneScenario(problem))
        {
            return new ScenarioReport
            {
                Name = scenario.Name,
                Outcome = TestOutcome.Error,
                Planted = planted,
                Error = problem is TargetExitedException ended ? ended.Message + LastWords.Of(ended) : problem.Message,
                Line = scenario.Line,
                Seconds = Math.Round(Time.GetElapsedTime(began).TotalSeconds, 1),
            };
        }
    }

    private static bool IsOfOneScenario(Exception problem) =>
        problem is TargetException or LoadException or CaptureRefusedException or SettingsException or UsageException;

    private void Tell(ScenarioReport report)
    {
        var why = report.Error is { } error ? $": {error}" : "";
        output.Say($"scenario {report.Name} {TestText.NameOf(report.Outcome)}{why}");
        foreach (var fingerprint in report.ExpiredIgnores) output.Say($"ignore {fingerprint}: its time is over, so it counts again");
        foreach (var fingerprint in report.StaleIgnores) output.Say($"ignore {fingerprint}: no finding has it; remove it if it is fixed");
    }

    private async Task<GitCheckout> CheckOutAsync(string reference, CancellationToken cancellation)
    {
        using var narration = new DiagnosisNarration(output, Text, ReportLanguages.English);
        return await GitCheckout.CreateAsync(file.Folder, reference, settings.Setup, narration.ProgramOutput, Time, cancellation);
    }

    private BaselineReport ReadBaseline()
    {
        var path = settings.BaselineFile;
        try
        {
            return File.Exists(path) ? ReportJson.ReadBaseline(File.ReadAllText(path)) : BaselineReport.Empty;
        }
        catch (JsonException failure)
        {
            throw new UsageException($"{path}: {failure.Message}. Delete it, and write it anew with --update-baseline", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be read: {FileErrors.Describe(failure)}", failure);
        }
    }

    private void WriteBaseline(BaselineReport baseline)
    {
        var path = settings.BaselineFile;
        try
        {
            File.WriteAllText(path, ReportJson.Write(baseline) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }
}
