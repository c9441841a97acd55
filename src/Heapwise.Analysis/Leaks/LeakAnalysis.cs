using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// From rounds and snapshots to a verdict. One snapshot is open, the last; for the earlier ones <see cref="SnapshotIds"/>
/// is enough.
/// </summary>
public static class LeakAnalysis
{
    /// <summary>Judges a program by its rounds.</summary>
    /// <param name="target">What was diagnosed.</param>
    /// <param name="rounds">All rounds; those with <see cref="Round.Ids"/> and the last one have snapshots.</param>
    /// <param name="last">The last round's snapshot; null where there is none at all.</param>
    /// <param name="options">What is known besides; null: nothing.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    /// <exception cref="SnapshotSeriesException">
    /// The snapshots are not of one process, or not in the order in which they were taken.
    /// </exception>
    public static LeakDiagnosis Analyze(
        DiagnosisTarget target,
        IReadOnlyList<Round> rounds,
        HeapSnapshot? last,
        AnalysisOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new AnalysisOptions();
        var intervals = Round.IntervalsBetween(rounds);
        var trends = MeasureTrend.FindAll(rounds);
        var all = FindLeaks(rounds, intervals, trends, last, options, cancellation);
        var leaks = all.Where(leak => !options.Ignored.Contains(leak.Fingerprint)).ToList();
        var ignored = all.Except(leaks).ToList();
        var bounded = last is null ? [] : BoundedHolders.Find(last, options.Candidates, all);
        var (verdict, reason) = VerdictRules.Judge(leaks, ignored, bounded, trends, intervals);
        var activity = ProgramActivity.Find(rounds);
        if (verdict == Verdict.NoLeak && activity is { Doubt: not ActivityDoubt.None })
            (verdict, reason) = (Verdict.Inconclusive, new VerdictReason.NothingDone(activity));
        var heap = trends.FirstOrDefault(row => row.Measure == Measure.HeapUsed)?.Trend.SlopePerRound ?? 0;
        return new LeakDiagnosis
        {
            Target = target,
            ComparedBy = ComparedBy.Identity,
            Verdict = verdict,
            Reason = reason,
            Rounds = rounds,
            BytesPerRound = leaks.Count > 0 ? leaks.Sum(leak => leak.Growth.BytesPerRound) : heap,
            Trends = trends,
            Activity = activity,
            Load = options.Load,
            Leaks = leaks,
            Bounded = bounded,
            Ignored = ignored,
        };
    }

    private static IReadOnlyList<Leak> FindLeaks(
        IReadOnlyList<Round> rounds,
        SnapshotIntervals intervals,
        IReadOnlyList<MeasureTrend> trends,
        HeapSnapshot? last,
        AnalysisOptions options,
        CancellationToken cancellation)
    {
        var earlier = rounds.Select(round => round.Ids).OfType<SnapshotIds>().ToList();
        if (last is null || earlier.Count == 0) return LeakSearch.FindInProcess(rounds, intervals, trends, [], null);
        foreach (var ids in earlier) SameProcess.Require(ids.Mark, last);
        SameProcess.RequireOrder([.. earlier.Select(ids => ids.Mark), ProcessMark.From(last)]);
        var texts = new SourceTexts(options.Sources is { } sources ? [sources, new SnapshotSources(last)] : [new SnapshotSources(last)]);
        using var births = BirthsById.Find(last, earlier, cancellation);
        var search = new LeakSearch(births, intervals, new ProgramCode(last, texts), options.ViewLengths);
        return search.Find(rounds, trends, options.Candidates, cancellation);
    }
}

/// <summary>What an analysis is given besides rounds and snapshots.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The text of the program's scripts; those that the snapshot holds in full are used as well.</summary>
    public ISourceTexts? Sources { get; init; }

    /// <summary>Fingerprints of leaks that do not count.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();

    /// <summary>What the program was put under.</summary>
    public RunLoad? Load { get; init; }

    /// <summary>Leaks that the same run's first rounds showed: those that are found no more have reached a bound.</summary>
    public IReadOnlyList<Leak> Candidates { get; init; } = [];

    /// <summary>True where snapshots are to be compared by structure, whether their ids match or not.</summary>
    public bool IsStructureAsked { get; init; }

    /// <summary>Bytes of some views of ArrayBuffers, as the running program says: see <see cref="BufferViews"/>.</summary>
    public IReadOnlyDictionary<NodeId, long> ViewLengths { get; init; } = new Dictionary<NodeId, long>();
}
