using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Sampling;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Sources;
using Heapwise.Live.Capture;
using Heapwise.Live.Recording;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The diagnosis of one thread without snapshots: the same rounds as those of a <see cref="ThreadDiagnosis"/>, after each of which V8 says
/// which of the allocations that it sampled are still alive. The target pauses for garbage collections only. Where memory grows and there
/// are too few samples to say by whom, the rounds are run once more with a shorter interval.
/// </summary>
/// <param name="target">The thread.</param>
/// <param name="name">What reports call it.</param>
/// <param name="driver">What drives it.</param>
/// <param name="options">How much is done.</param>
/// <param name="news">Hears how far it is.</param>
internal sealed class SampledDiagnosis(
    NodeTarget target, DiagnosisTarget.Program name, RoundDriver driver, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    /// <summary>Shorter than a round of a few hundred requests.</summary>
    private static readonly TimeSpan MeasuringTime = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// V8 frees the bytecode of functions that were not called for so many collections of a reading: 0.8 MB of Node's own in the seventh,
    /// measured on 24. A second pass waits for that before it begins, so that it hides no growth.
    /// </summary>
    private const int CollectionsUntilFlushed = 7;

    private readonly List<Round> _rounds = [];
    private readonly List<AllocationProfile> _profiles = [];
    private long _intervalBytes;

    /// <summary>What was done before it is sampled again: the first pass, without a burst.</summary>
    private SampledPass? _before;

    /// <summary>When the reading before was taken.</summary>
    private long? _read;

    private bool IsOwnWork => driver.Load.Description is LoadDescription.OwnWork;

    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        await driver.DriveAsync(driver.Usual(0), cancellation);
        _intervalBytes = await ChooseIntervalAsync(cancellation);
        try
        {
            LeakDiagnosis? diagnosis;
            do diagnosis = await SampleAsync(cancellation);
            while (diagnosis is null); // at most twice
            return diagnosis;
        }
        catch (Exception problem) when ((_rounds.Count > 2 || _before is not null) && driver.EndOf(problem, cancellation) is { } end)
        {
            news?.Report(new DiagnosisNews.EndedEarly(end, problem));
            var diagnosis = _rounds.Count > 2 ? await AnalyzeAsync(new DiskSources()) : _before!.Diagnosis;
            return diagnosis.EndedBy(end);
        }
    }

    /// <summary>The rounds and the verdict; null where the first pass had too few samples, so that it is to be sampled again.</summary>
    private async Task<LeakDiagnosis?> SampleAsync(CancellationToken cancellation)
    {
        await using var allocations = await LiveAllocations.StartAsync(target, _intervalBytes, cancellation);
        for (var spare = _before?.Rounds + 2; spare < CollectionsUntilFlushed; spare++) await allocations.ReadAsync(cancellation);
        for (var round = 0; round <= options.Rounds; round++) await RunAsync(allocations, PlanOf(round), cancellation);
        var diagnosis = await AnalyzeAsync(new DiskSources());
        if (_before is null && FinerSampling.FindInterval(diagnosis, _intervalBytes, IsOwnWork, options) is { } interval)
        {
            news?.Report(new DiagnosisNews.SamplingAgain(_intervalBytes, interval));
            _before = new SampledPass(diagnosis, driver.Driven);
            _intervalBytes = interval;
            _rounds.Clear();
            _profiles.Clear();
            return null;
        }

        return await ConfirmAsync(allocations, diagnosis, cancellation);
    }

    /// <summary>Rounds are counted on through both passes.</summary>
    private RoundPlan PlanOf(int round)
    {
        var plan = driver.Usual(round);
        var done = _before?.Rounds ?? 0;
        return round == 0 ? plan : plan with { Number = done + round, Rounds = done + options.Rounds };
    }

    /// <summary>By what the target allocates under its load, in a round of its own; under its own work, in a moment of it.</summary>
    private async Task<long> ChooseIntervalAsync(CancellationToken cancellation)
    {
        if (IsOwnWork) return await LiveAllocations.ChooseIntervalAsync(target, 4 * MeasuringTime, isInProduction: true, cancellation);
        var plan = driver.Usual(0);
        var choosing = LiveAllocations.ChooseIntervalAsync(target, MeasuringTime, isInProduction: false, cancellation);
        var driving = TargetWatch.WhileAliveAsync(
            target, token => driver.Load.RunRoundAsync(plan.Number, driver.Watch(plan, DiagnosisStep.WarmingUp), token), cancellation);
        await Task.WhenAll(choosing, driving);
        return await choosing;
    }

    /// <summary>Drives the target for a round, lets it settle and reads what is alive.</summary>
    private async Task RunAsync(LiveAllocations allocations, RoundPlan plan, CancellationToken cancellation)
    {
        // The baseline is what the warm-up has left.
        var driven = plan.Kind == RoundKind.Baseline ? new DrivenRound(plan, null, null) : await driver.DriveAsync(plan, cancellation);
        var settled = IsOwnWork ? null : await Settling.WaitAsync(target, options.SettleTimeout, options.Time, cancellation);
        var profile = await allocations.ReadAsync(cancellation);
        var floor = settled ?? await ReadFloorAsync(cancellation);
        var now = options.Time.GetTimestamp();
        var seconds = _read is { } since ? options.Time.GetElapsedTime(since, now).TotalSeconds : (double?)null;
        _read = now;
        _profiles.Add(profile.Frames.ToProfile());
        _rounds.Add(new Round
        {
            Load = driver.Describe(driven, seconds),
            Readings = floor.Measures,
            Descriptors = target.FindDescriptors(),
        });
        news?.Report(new DiagnosisNews.RoundDone(plan, driven.Outcome, floor, null));
    }

    /// <summary>A program under its own work never comes to rest: the collection of the profile is enough, and is the only pause.</summary>
    private async Task<Floor> ReadFloorAsync(CancellationToken cancellation)
    {
        var sample = await target.SampleMemoryAsync(cancellation);
        return Floor.From(sample, [sample.HeapUsedBytes], isSteady: true);
    }

    /// <summary>The verdict after a burst and one more round, where memory grows and there is room for it.</summary>
    private async Task<LeakDiagnosis> ConfirmAsync(LiveAllocations allocations, LeakDiagnosis diagnosis, CancellationToken cancellation)
    {
        var now = await target.SampleMemoryAsync(cancellation);
        var driven = driver.Driven - (_before?.Driven ?? TimeSpan.Zero);
        var left = _before?.LeaveOf(options) ?? options;
        if (Confirmation.Plan(diagnosis, _rounds, driven, TargetRoom.Measure(target, now), left) is { } plan)
        {
            news?.Report(new DiagnosisNews.Confirming([.. diagnosis.Leaks.Select(leak => leak.Holder)], plan.BurstRounds));
            foreach (var round in RoundsOf(plan)) await RunAsync(allocations, round, cancellation);
            diagnosis = await AnalyzeAsync(new DiskSources());
        }
        else
        {
            news?.Report(new DiagnosisNews.Compared(diagnosis.Leaks.Count));
        }

        if (diagnosis.Leaks.Count == 0) return diagnosis;
        news?.Report(new DiagnosisNews.Tracing());
        var sources = await LiveSources.ReadAsync(target, SampledAnalysis.FindScripts(_profiles), cancellation);
        return await AnalyzeAsync(sources);
    }

    /// <summary>
    /// The burst in two halves: what fills up in the first adds nothing in the second, which the single round after them, with its few
    /// samples, shows less well.
    /// </summary>
    private IEnumerable<RoundPlan> RoundsOf(Confirmation plan)
    {
        var (next, first) = ((_before?.Rounds ?? 0) + _rounds.Count, plan.BurstRounds - (plan.BurstRounds / 2));
        yield return Burst(next, first);
        if (plan.BurstRounds > first) yield return Burst(next + first, plan.BurstRounds - first);
        yield return new RoundPlan(RoundKind.Confirmation, next + plan.BurstRounds, options.Rounds, 1, plan.Idle);

        RoundPlan Burst(int number, int weight) => new(RoundKind.Burst, number, options.Rounds, weight, TimeSpan.Zero);
    }

    private async Task<LeakDiagnosis> AnalyzeAsync(ISourceTexts sources)
    {
        driver.Tell(driver.Usual(options.Rounds), DiagnosisStep.Analyzing, null);
        var given = new AnalysisOptions { Sources = sources, Ignored = options.Ignored, Load = driver.Describe() };
        var diagnosis = await Task.Run(() => SampledAnalysis.Analyze(name, [.. _rounds], _profiles, _intervalBytes, given));
        return diagnosis with { SnapshotCost = CostOf(_rounds[^1]) };
    }

    private SnapshotCost CostOf(Round last)
    {
        var rate = options.Capture.Rates.Find(target.NodeMajor);
        var estimate = CaptureEstimate.FromHeap(last.Find(Measure.HeapUsed) ?? 0, target.NodeMajor, rate);
        return new SnapshotCost(estimate.Pause.TotalSeconds, estimate.ExtraMemoryBytes);
    }
}
