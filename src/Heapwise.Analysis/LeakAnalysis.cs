using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;

namespace Heapwise.Analysis;

/// <summary>What is known of one round, in the order of time. The first is the state after the warm-up.</summary>
public sealed record RoundEvidence
{
    /// <summary>Requests since the round before; null where the load is not counted. The first round's does not matter.</summary>
    public int? Requests { get; init; }

    /// <summary>How many usual rounds it was as long as: a burst is worth several.</summary>
    public int Worth { get; init; } = 1;

    /// <summary>True for rounds that were added to confirm what the others showed.</summary>
    public bool IsConfirmation { get; init; }

    public long? HeapUsedBytes { get; init; }

    public long? ExternalBytes { get; init; }

    public long? ArrayBuffersBytes { get; init; }

    public long? RssBytes { get; init; }

    public long? FileDescriptors { get; init; }

    /// <summary>The descriptors by what they are: a file's path, <c>socket</c>, <c>pipe</c> …; null where that is not known.</summary>
    public IReadOnlyDictionary<string, int>? Descriptors { get; init; }

    /// <summary>The snapshot's file, for the report.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What was kept of the round's snapshot; null where none was taken, and for the last one, which is open.</summary>
    public SnapshotIds? Ids { get; init; }
}

/// <summary>What an analysis is given besides rounds and snapshots.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Texts of the program's scripts; those that the snapshot holds in full are used as well.</summary>
    public ISourceTexts? Sources { get; init; }

    /// <summary>The language of the sentences.</summary>
    public AdviceTexts Texts { get; init; } = AdviceTexts.English;

    /// <summary>Fingerprints of findings that do not count.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();

    /// <summary>Findings of the same run's first rounds: those that are found no more have reached a bound.</summary>
    public IReadOnlyList<FindingReport> Candidates { get; init; } = [];
}

/// <summary>
/// From rounds and snapshots to a verdict. One snapshot is open, the last; of the earlier ones <see cref="SnapshotIds"/> is enough.
/// Time: a few passes over the last snapshot. Memory: about 25 bytes a node of it, freed on return.
/// </summary>
public static class LeakAnalysis
{
    /// <summary>Judges a program by its rounds.</summary>
    /// <param name="target">The program or files, for the report.</param>
    /// <param name="rounds">All rounds; those with <see cref="RoundEvidence.Ids"/> and the last one have snapshots.</param>
    /// <param name="last">The last round's snapshot; null where there is none at all.</param>
    /// <param name="options">What is known besides; null: nothing.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    /// <exception cref="SnapshotSeriesException">The snapshots are not of one process, or not in the order in which they were taken.</exception>
    public static DiagnosisReport Analyze(string target, IReadOnlyList<RoundEvidence> rounds, HeapSnapshot? last, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new AnalysisOptions();
        var trends = MeasureTrends.Of(rounds, options.Texts);
        var earlier = rounds.Select(round => round.Ids).OfType<SnapshotIds>().ToList();
        var rungs = RungsOf(rounds);
        var all = last is null || earlier.Count == 0 ? ProcessGrowthOf(rounds, rungs, null, options).Find(trends, []) : Find(last, earlier, rounds, rungs, trends, options, cancellation);
        var findings = all.Where(finding => !options.Ignored.Contains(finding.Fingerprint)).ToList();
        var leftOut = all.Except(findings).ToList();
        var bounded = last is null ? [] : BoundedHolders.Of(last, options.Candidates, all);
        var (verdict, reason) = Judgement.Of(findings, leftOut, bounded, trends, rungs, options.Texts);
        var heap = trends.FirstOrDefault(trend => trend.Measure == MeasureTrends.HeapUsed);
        var bytes = findings.Count > 0 ? findings.Sum(finding => finding.GrowthBytes) / (double)rungs.TotalWorth : heap?.SlopePerRound ?? 0;
        return new DiagnosisReport
        {
            Language = options.Texts.Language,
            Verdict = verdict,
            Reason = reason,
            Target = target,
            Rounds = [.. rounds.Select(Describe)],
            Growth = new GrowthReport { BytesPerRound = Math.Round(bytes), BytesPerRequest = PerRequest(bytes, rounds) },
            Trends = trends,
            Findings = findings,
            Bounded = bounded,
            Ignored = [.. leftOut.Select(finding => new IgnoredFinding { Fingerprint = finding.Fingerprint, Title = finding.Title })],
        };
    }

    private static ProcessGrowth ProcessGrowthOf(IReadOnlyList<RoundEvidence> rounds, Rungs rungs, LeakLocator? locator, AnalysisOptions options) => new(rounds, rungs, locator, options.Texts);

    private static IReadOnlyList<FindingReport> Find(HeapSnapshot last, List<SnapshotIds> earlier, IReadOnlyList<RoundEvidence> rounds, Rungs rungs, IReadOnlyList<TrendReport> trends, AnalysisOptions options, CancellationToken cancellation)
    {
        foreach (var ids in earlier) SameProcess.Require(ids.Mark, last);
        SameProcess.RequireOrder([.. earlier.Select(ids => ids.Mark), ProcessMark.Of(last)]);
        using var paths = RootPaths.Of(last, cancellation);
        List<long> maxIds = [.. earlier.Select(ids => ids.MaxId)];
        using var all = Survivors.Of(paths, maxIds, cancellation);
        var timers = TimerLeaks.Find(all, rungs);
        using var survivors = timers.Leaking.Count == 0 ? all : Survivors.Of(paths, maxIds, timers.Leaking, timers.Others, cancellation);
        var points = StreamLeaks.WithUnread(survivors, AccumulationPoints.Find(survivors, new OwnerTree(survivors), rungs), rungs);
        var texts = new SourceTexts(options.Sources is { } sources ? [sources, new SnapshotSources(last)] : [new SnapshotSources(last)]);
        var locator = new LeakLocator(last, texts);
        var builder = new FindingBuilder(last, rungs, locator, options.Texts);
        var worthy = ClusterBuilder.Build(survivors, points, earlier, rungs).Where(cluster => IsWorthNaming(cluster, rungs));
        if (timers.Leaking.Count > 0) worthy = worthy.Where(cluster => cluster.Entry?.Name != "TimersList"); // each has a timer in it, which is told
        var clusters = ModuleCaches.Join(LibraryClusters.Join(worthy, rungs), rungs).Concat(timers.Clusters(earlier).Where(cluster => IsWorthNaming(cluster, rungs))).ToList();
        if (rungs.Count > 1)
        {
            var grown = GrowingHolders.Find(last, earlier, rungs, clusters.SelectMany(cluster => ExplainedBy(last, cluster)));
            clusters = [.. LibraryClusters.WithGrown(clusters, [.. grown.Select(holder => ClusterBuilder.Build(paths, holder, clusters, rungs)).OfType<LeakCluster>()], rungs)];
        }

        var apart = AlikeHolders.Join(survivors, [.. clusters.OrderByDescending(cluster => cluster.Bytes)], rungs);
        List<FindingReport> found = [.. apart.OrderByDescending(cluster => cluster.Bytes).Select(cluster => builder.Build(cluster, LeakRules.For(cluster)))];
        // What the entries retain may come and go: where that is uneven, the entries themselves tell.
        found = found.ConvertAll(finding => finding.Confidence == Confidence.Low ? BoundedHolders.ByEntries(last, finding, earlier, rungs, options.Texts) ?? finding : finding);

        // What gathers without a pattern below a name that another finding has is that leak, seen from further up.
        found.RemoveAll(finding => finding.Pattern == "other" && found.Exists(other => other.Pattern != "other" && other.Holder.Name == finding.Holder.Name));
        found.AddRange(BoundedHolders.StillGrowing(last, options.Candidates, found, earlier, rungs, options.Texts));
        return [.. found, .. ProcessGrowthOf(rounds, rungs, locator, options).Find(trends, found)];
    }

    /// <summary>Whose growth a cluster explains: the containers that its survivors hang at, and with the rest the holder, or the end of a list that begins there.</summary>
    private static IEnumerable<GrownBy> ExplainedBy(HeapSnapshot last, LeakCluster cluster)
    {
        var holder = last.Dominators.Dominates(cluster.Holder, cluster.Point) ? cluster.Point : cluster.Holder;
        return [.. cluster.Containers, new GrownBy(holder, cluster.Bytes - cluster.Containers.Sum(container => container.Bytes))];
    }

    /// <summary>
    /// A holder that did not grow is a bounded one that replaces its entries. With one rung alone there is no rate to go by, so only what
    /// comes to an object a request, at a holder that has a name, is worth a word.
    /// </summary>
    private static bool IsWorthNaming(LeakCluster cluster, Rungs rungs)
    {
        if (cluster.HolderGrew == false) return false;
        return rungs.Count > 1 || (cluster.Name.Kind is not (HolderKind.None or HolderKind.Instance) && (rungs.TotalRequests is not { } requests || cluster.Born.Sum() >= requests));
    }

    /// <summary>The load between each two snapshots: rounds without a snapshot count towards the next one that has.</summary>
    private static Rungs RungsOf(IReadOnlyList<RoundEvidence> rounds)
    {
        var requests = new List<int?>();
        var worths = new List<int>();
        int? sum = 0;
        var worth = 0;
        var started = false;
        for (var i = 0; i < rounds.Count; i++)
        {
            sum = started ? sum + rounds[i].Requests : 0;
            worth += rounds[i].Worth;
            if (rounds[i].Ids is null && i < rounds.Count - 1) continue;
            if (started)
            {
                requests.Add(sum);
                worths.Add(worth);
            }

            started = true;
            (sum, worth) = (0, 0);
        }

        return new Rungs(requests, worths);
    }

    private static double? PerRequest(double bytesPerRound, IReadOnlyList<RoundEvidence> rounds)
    {
        var counted = rounds.Skip(1).Where(round => round.Requests is > 0).ToList();
        return counted.Count == 0 ? null : Math.Round(bytesPerRound * counted.Sum(round => round.Worth) / counted.Sum(round => round.Requests!.Value), 1); // only rounds with requests
    }

    private static RoundReport Describe(RoundEvidence round) => new()
    {
        Requests = round.Requests,
        Worth = round.Worth,
        IsConfirmation = round.IsConfirmation,
        HeapUsedBytes = round.HeapUsedBytes,
        ExternalBytes = round.ExternalBytes,
        ArrayBuffersBytes = round.ArrayBuffersBytes,
        RssBytes = round.RssBytes,
        FileDescriptors = round.FileDescriptors,
        Snapshot = round.Snapshot,
    };
}
