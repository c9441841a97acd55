using Heapwise.Analysis.Leaks;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>Runs a scenario: its program is started, put under its load in rounds, diagnosed, and ended.</summary>
/// <param name="program">What is started.</param>
/// <param name="options">How it is diagnosed, where the scenario does not say.</param>
/// <param name="output">Where the output of the program and of commands goes.</param>
/// <param name="news">Hears how far it is.</param>
public sealed class ScenarioRun(
    TargetSpec.Command program, DiagnosisOptions options, Stream output, IProgress<DiagnosisNews>? news)
{
    /// <param name="scenario">What is run.</param>
    /// <param name="planted">Memory that the program is made to use besides its own; null: none.</param>
    /// <param name="cancellation">Ends the run and the program.</param>
    /// <exception cref="TargetException">The program cannot be started or observed, or ended.</exception>
    /// <exception cref="LoadException">The load failed.</exception>
    /// <exception cref="CaptureRefusedException">A snapshot does not fit.</exception>
    /// <exception cref="IOException">The folder of the snapshots cannot be made.</exception>
    public Task<LeakDiagnosis> RunAsync(Scenario scenario, PlantedLeak? planted, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(scenario.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in planted?.Environment ?? new Dictionary<string, string>()) environment[name] = value;
        var load = WarmedUp(scenario).Create(output, options.Time);
        var rounds = scenario.Rounds;
        var run = options with
        {
            Rounds = rounds.Rounds ?? options.Rounds,
            MaxRounds = rounds.MaxRounds ?? options.MaxRounds,
            Idle = rounds.Idle ?? options.Idle,
            SettleTimeout = rounds.SettleTimeout ?? options.SettleTimeout,
        };
        return new LiveDiagnosis(program with { Environment = environment }, load, run, news).RunAsync(cancellation);
    }

    /// <summary>Resident memory is judged before the first snapshot: by then the program has to have served a round.</summary>
    private static ScenarioLoad WarmedUp(Scenario scenario)
    {
        if (scenario is not { Budgets.MaxRssBytes: not null, Load: ScenarioLoad.Requests { Options: var requests } }) return scenario.Load;
        var warmUp = Math.Max(requests.WarmUpRequests, requests.RequestsPerRound);
        return new ScenarioLoad.Requests(requests with { WarmUpRequests = warmUp });
    }
}
