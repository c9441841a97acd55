using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Sampling;

/// <summary>
/// From rounds without snapshots to a verdict: which functions of the program allocate what stays alive, by V8's samples. A leak is a
/// floor that rises steadily and functions whose live allocations rise with it. Samples alone prove nothing: a full cache that replaces
/// its entries keeps more and more of what was allocated since the sampling began. Nothing is of high confidence, because nobody has seen
/// what holds the objects.
/// </summary>
public static class SampledAnalysis
{
    /// <summary>Fewer samples are of low confidence.</summary>
    private const int MinSamplesOfMedium = 12;

    /// <summary>Functions that add less than this share of the growth are left out.</summary>
    private const double MinShare = 0.1;

    /// <summary>
    /// The part of what a function keeps by which the heap must have grown: a cache that replaces its entries keeps new ones, too. V8 frees
    /// code meanwhile, so that the heap may grow by less than what leaks.
    /// </summary>
    private const double MinShareOfRise = 0.4;

    /// <summary>
    /// The same from the burst on, in which V8 frees most code. A sample counts an array as it was allocated, before V8 trims it, which is
    /// twice what stays of one made with <c>Array.from</c>.
    /// </summary>
    private const double MinShareOfLastRise = 0.2;

    /// <summary>Less growth of buffers is within what pools add.</summary>
    private const long MinBufferBytes = 256_000;

    /// <summary>Judges a program by its rounds.</summary>
    /// <param name="target">What was diagnosed.</param>
    /// <param name="rounds">All rounds, the first after the warm-up.</param>
    /// <param name="profiles">What was alive after each of them.</param>
    /// <param name="intervalBytes">Bytes from one sample to the next, on average.</param>
    /// <param name="options">What is known besides.</param>
    public static LeakDiagnosis Analyze(
        DiagnosisTarget target,
        IReadOnlyList<Round> rounds,
        IReadOnlyList<AllocationProfile> profiles,
        long intervalBytes,
        AnalysisOptions options)
    {
        var intervals = Round.IntervalsBetween(rounds, isEachAnInterval: true);
        var trends = MeasureTrend.FindAll(rounds);
        var code = new ProgramCode(() => FindScripts(profiles), new SourceTexts(options.Sources is { } sources ? [sources] : []));
        var calls = new LiveCalls(profiles);
        var buffers = RiseOf(rounds, Measure.ArrayBuffers, since: 0) is >= MinBufferBytes and var grown ? grown : 0;
        var isConfirmed = rounds.Any(round => round.IsConfirmation);
        var growth = new GrowingCalls(calls, intervals, isConfirmed);
        var found = FindGrowing(growth, rounds, buffers);
        var ofBuffers = found.Where(MakesBuffers).MaxBy(growing => growing.Call.BufferSamples.Sum());
        var builder = new SampledLeaks(calls, intervals, intervalBytes, code);
        List<Leak> all = [.. found.Select(growing => builder.Build(growing, growing == ofBuffers ? buffers : 0, ConfidenceOf(growing)))];
        all.AddRange(LeakSearch.FindInProcess(rounds, intervals, trends, all, code));
        var leaks = all.Where(leak => !options.Ignored.Contains(leak.Fingerprint)).ToList();
        var ignored = all.Except(leaks).ToList();
        var (verdict, reason) = VerdictRules.Judge(leaks, ignored, [], trends, intervals);
        if (verdict == Verdict.NoLeak && !isConfirmed && FindRising(trends) is { } rising)
            (verdict, reason) = (Verdict.Inconclusive, new VerdictReason.UnexplainedGrowth(rising.Measure, rising.Trend.SlopePerRound));
        reason = InSamples(reason, leaks, growth.FewestSamples * intervalBytes / intervals.TotalWeight);
        var activity = ProgramActivity.Find(rounds);
        if (verdict == Verdict.NoLeak && activity is { Doubt: not ActivityDoubt.None })
            (verdict, reason) = (Verdict.Inconclusive, new VerdictReason.NothingDone(activity));
        return new LeakDiagnosis
        {
            Target = target,
            ComparedBy = ComparedBy.Samples,
            Verdict = verdict,
            Reason = reason,
            Rounds = rounds,
            BytesPerRound = leaks.Count > 0 ? leaks.Sum(leak => leak.Growth.BytesPerRound) : SlopeOf(trends, Measure.HeapUsed),
            Trends = trends,
            Activity = activity,
            Load = options.Load,
            Leaks = leaks,
            Bounded = [],
            Ignored = ignored,
        };
    }

    /// <summary>What a reason says where there are only samples.</summary>
    private static VerdictReason InSamples(VerdictReason reason, IReadOnlyList<Leak> leaks, double unseenBytesPerRound) => reason switch
    {
        VerdictReason.SteadyGrowth growth when leaks.Count(leak => leak.Pattern is AllocationSitePattern) is > 0 and var functions =>
            new VerdictReason.SampledGrowth(functions, growth.BytesPerRound, growth.Requests),
        VerdictReason.UnexplainedGrowth growth => new VerdictReason.UnsampledGrowth(growth.Measure, growth.PerRound),
        VerdictReason.NothingGrows nothing => new VerdictReason.NothingSampled(nothing.Intervals, nothing.Ignored, unseenBytesPerRound),
        _ => reason,
    };

    /// <summary>The program's own scripts that are on a stack, in the order in which they were seen.</summary>
    public static IReadOnlyList<string> FindScripts(IReadOnlyList<AllocationProfile> profiles) =>
    [
        .. profiles
            .SelectMany(profile => profile.Frames)
            .Where(frame => frame.Owner == CodeOwner.Application)
            .Select(frame => frame.File)
            .Distinct(StringComparer.Ordinal),
    ];

    private static List<GrowingCall> FindGrowing(GrowingCalls calls, IReadOnlyList<Round> rounds, long buffers)
    {
        var growing = calls.Find();
        double total = growing.Sum(call => call.Call.Bytes.Sum());
        return
        [
            .. growing.Where(call =>
            {
                var isExplained = GrowsWithHeap(call.Call, rounds) || (buffers > 0 && MakesBuffers(call));
                return isExplained && call.Call.Bytes.Sum() >= MinShare * total;
            }),
        ];
    }

    /// <summary>
    /// Whether the heap grows by what the function keeps, over all rounds and over those of the confirmation: in the first rounds any heap
    /// grows by code that is compiled.
    /// </summary>
    private static bool GrowsWithHeap(LiveCalls.Call call, IReadOnlyList<Round> rounds)
    {
        var usual = rounds.TakeWhile(round => !round.IsConfirmation).Count();
        return GrowsSince(0, MinShareOfRise) && (usual == rounds.Count || GrowsSince(usual - 1, MinShareOfLastRise));

        bool GrowsSince(int round, double share) =>
            RiseOf(rounds, Measure.HeapUsed, round) >= share * call.Bytes.Skip(round).Sum();
    }

    private static bool MakesBuffers(GrowingCall growing) => growing.Call.BufferSamples.Sum() > 0;

    /// <summary>
    /// What a measure gained from a round to the last, or to the one before: in the rest of the last round V8 frees the bytecode of
    /// functions that were not called for a while (0.8 MB of Node's own, measured on 24), which says nothing of the program's objects.
    /// </summary>
    private static long RiseOf(IReadOnlyList<Round> rounds, Measure measure, int since) =>
        rounds.TakeLast(2).Max(round => round.Find(measure) ?? 0) - (rounds[since].Find(measure) ?? 0);

    /// <summary>Memory that grows while there are too few samples yet to say by whom.</summary>
    private static MeasureTrend? FindRising(IReadOnlyList<MeasureTrend> trends) => trends.FirstOrDefault(row =>
        row is { Measure: Measure.HeapUsed or Measure.ArrayBuffers, Trend: { Verdict: TrendVerdict.Growing, SlopePerRound: > 0 } });

    private static double SlopeOf(IReadOnlyList<MeasureTrend> trends, Measure measure) =>
        trends.FirstOrDefault(row => row.Measure == measure)?.Trend.SlopePerRound ?? 0;

    private static Confidence ConfidenceOf(GrowingCall growing) =>
        growing.Call.Samples.Sum() >= MinSamplesOfMedium ? Confidence.Medium : Confidence.Low;
}
