using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Runs;

/// <summary>Drives one thread of a target through rounds, and says what was done and what it left in the process.</summary>
/// <param name="thread">The thread.</param>
/// <param name="load">What drives it.</param>
/// <param name="warmUp">What has warmed it up already; null: nothing has.</param>
/// <param name="options">How much is done.</param>
/// <param name="news">Hears how far it is.</param>
internal sealed class RoundDriver(
    IExaminedThread thread, ILoad load, LoadOutcome? warmUp, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    /// <summary>How long the target was driven, the warm-up left out.</summary>
    public TimeSpan Driven { get; private set; }

    public ILoad Load => load;

    public RoundPlan Usual(int round) => new(round == 0 ? RoundKind.Baseline : RoundKind.Usual, round, options.Rounds, 1, TimeSpan.Zero);

    /// <summary>Drives the target for a round, then leaves it alone for as long as the plan says.</summary>
    public async Task<DrivenRound> DriveAsync(RoundPlan plan, CancellationToken cancellation)
    {
        var before = plan.Kind == RoundKind.Baseline ? null : await thread.ReadWorkAsync(cancellation);
        var outcome = await thread.WhileAliveAsync(token => RunAsync(plan, token), cancellation);
        var activity = before is null ? null : ActivityOf(outcome, before, await thread.ReadWorkAsync(cancellation));
        if (plan.Kind != RoundKind.Baseline) Driven += outcome?.Duration ?? TimeSpan.Zero;
        if (plan.Idle > TimeSpan.Zero) await thread.WhileAliveAsync(token => RestAsync(plan, token), cancellation);
        Tell(plan, DiagnosisStep.Settling, null);
        return new DrivenRound(plan, outcome, activity);
    }

    /// <summary>What a round did, for the record.</summary>
    /// <param name="driven">The round.</param>
    /// <param name="seconds">How long the program ran since the reading before; null where that is not known.</param>
    public RoundLoad Describe(DrivenRound driven, double? seconds) => new(
        driven.Outcome?.Requests,
        driven.Plan.Weight,
        driven.Plan.Kind is RoundKind.Burst or RoundKind.Confirmation,
        seconds is { } length ? new RoundTime(length, load.Description is LoadDescription.OwnWork, driven.Activity) : null);

    /// <summary>What the whole run does.</summary>
    public RunLoad Describe() => load.Description switch
    {
        LoadDescription.Requests requests => new RunLoad(RunLoadKind.Requests, requests.Request, requests.Varies),
        LoadDescription.Command command => new RunLoad(RunLoadKind.Command, command.Text, Varies: true),
        _ => new RunLoad(RunLoadKind.OwnWork, null, Varies: true),
    };

    /// <summary>How the rounds ended; null for a failure that leaves nothing to answer.</summary>
    public EarlyEnd? EndOf(Exception problem, CancellationToken cancellation)
    {
        if (!options.AnswersInPart) return null;
        if (cancellation.IsCancellationRequested) return EarlyEnd.Stopped; // which ends a program that we started, too
        return problem is TargetException or OutsideException && thread.IsGone ? EarlyEnd.TargetEnded : null;
    }

    public void Tell(RoundPlan plan, DiagnosisStep step, double? fraction) =>
        news?.Report(new DiagnosisNews.UnderWay(step, plan, fraction));

    public Relay<double> Watch(RoundPlan plan, DiagnosisStep step) => new(fraction => Tell(plan, step, fraction));

    private async Task<LoadOutcome?> RunAsync(RoundPlan plan, CancellationToken cancellation)
    {
        var progress = Watch(plan, plan.Kind == RoundKind.Baseline ? DiagnosisStep.WarmingUp : DiagnosisStep.Loading);
        return plan.Kind switch
        {
            RoundKind.Baseline => warmUp ?? await load.WarmUpAsync(progress, cancellation),
            RoundKind.Burst => await load.RunBurstAsync(plan.Number, plan.Weight, progress, cancellation),
            _ => await load.RunRoundAsync(plan.Number, progress, cancellation),
        };
    }

    private async Task<bool> RestAsync(RoundPlan plan, CancellationToken cancellation)
    {
        Tell(plan, DiagnosisStep.Resting, null);
        await Task.Delay(plan.Idle, options.Time, cancellation);
        return true;
    }

    private static RoundActivity ActivityOf(LoadOutcome? outcome, ThreadWork before, ThreadWork after) => new(
        outcome?.Statuses,
        outcome?.Failures ?? 0,
        Math.Max(0, after.AllocatedBytes - before.AllocatedBytes),
        after.BusyMs - before.BusyMs,
        after.WaitingMs - before.WaitingMs);
}

/// <summary>A round that is over.</summary>
/// <param name="Plan">The round.</param>
/// <param name="Outcome">What was done to the target; null where nothing was.</param>
/// <param name="Activity">What the target did; null for the baseline.</param>
internal sealed record DrivenRound(RoundPlan Plan, LoadOutcome? Outcome, RoundActivity? Activity);
