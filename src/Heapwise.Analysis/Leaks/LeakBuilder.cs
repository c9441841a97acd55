using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks;

/// <summary>Makes a leak of a cluster: its pattern, its rate, how sure it is, and where it is made.</summary>
internal sealed class LeakBuilder(LeakContext context, LeakLocator locator)
{
    /// <summary>Classes listed for a leak.</summary>
    private const int MaxClasses = 12;

    /// <summary>Classes that leave less than this share of the most frequent one are left out.</summary>
    private const double MinClassShare = 0.02;

    /// <summary>Captured variables of less say nothing.</summary>
    private const long MinCapturedBytes = 100;

    /// <summary>The same as a share of everything that a function keeps.</summary>
    private const double MinCapturedShare = 0.1;

    private const int MaxCaptured = 5;

    /// <summary>The share of a leak that memory kept by views must make up.</summary>
    private const double MinBufferShare = 0.5;

    public Leak Build(LeakCluster cluster)
    {
        var pattern = LeakPatterns.Recognize(context, cluster);
        var location = locator.Locate(cluster, pattern);
        var bound = LeakBounds.Find(context, cluster);
        return new Leak
        {
            Fingerprint = Fingerprint.OfCluster(context.Snapshot.Graph, cluster, pattern),
            Pattern = pattern,
            Holder = DescribeHolder(cluster, location),
            Growth = DescribeGrowth(cluster),
            Confidence = bound is null ? LeakConfidence.Judge(cluster) : Confidence.Low,
            Bound = bound,
            IsLookedUp = context.Code.IsLookedUp(cluster.Name),
            Evidence = DescribeEvidence(cluster),
            Path = [.. PathSteps.Collapse(context.Snapshot, cluster.Path).Select(Locate)],
            Location = location,
            AlsoFilled = DescribeFilled(cluster),
            JoinedHolders = [.. cluster.JoinedHolders.Select(context.Snapshot.Graph.IdOf)],
            Function = cluster.Function is { } function ? DescribeFunction(function) : null,
            Buffers = FindBuffers(cluster),
        };
    }

    /// <summary>Worth a sentence where the memory is most of what leaks.</summary>
    private KeptBuffers? FindBuffers(LeakCluster cluster)
    {
        var kept = cluster.Seed?.Tally.FindKeptBuffers(context.ViewLengths);
        return kept?.BufferBytes >= MinBufferShare * cluster.Bytes ? kept : null;
    }

    /// <summary>The other holders by name, each once.</summary>
    private List<FilledHolder> DescribeFilled(LeakCluster cluster)
    {
        var filled = new List<FilledHolder>();
        var known = new HashSet<HolderIdentity> { cluster.Name.Identity };
        foreach (var other in cluster.AlsoFilled.Where(other => known.Add(other.Name.Identity)))
        {
            var statement = locator.Locate(other, LeakPatterns.Recognize(context, other)).Statement;
            filled.Add(new FilledHolder(context.Code.FindOriginalName(other.Name, statement), statement));
        }

        return filled;
    }

    private LeakPathStep Locate(PathStep step) => new(step, context.Code.FindOriginal(step.Position));

    /// <summary>A leak of the process, which has no holder in the heap and no path.</summary>
    public static Leak Build(RecognizedGrowth grown, IReadOnlyList<Round> rounds) => new()
    {
        Fingerprint = Fingerprint.OfProcess(grown.Pattern, grown.Kind),
        Pattern = grown.Pattern,
        Holder = new LeakHolder.OfProcess(grown.Trend.Measure, grown.Kind),
        Growth = grown.Growth,
        Confidence = grown.Confidence,
        Evidence = new LeakEvidence.RisingMeasure(
            grown.Trend.Measure,
            [.. rounds.Select(round => round.Find(grown.Trend.Measure) ?? 0)],
            grown.Trend.Trend.Reason),
        IsLookedUp = false,
        Path = [],
        Location = new LeakLocation(grown.Location, null),
        JoinedHolders = [],
        Function = null,
    };

    private LeakHolder.HeapObject DescribeHolder(LeakCluster cluster, LeakLocation location) => new(
        context.Snapshot.Graph.IdOf(cluster.Holder.Node),
        cluster.Holder.ClassName,
        NameOf(cluster, location),
        context.Snapshot.Dominators.RetainedSizeOf(cluster.Holder.Node),
        cluster.Holder.Contents,
        [.. cluster.AlsoHeldBy.Select(other => context.Code.FindOriginalName(other, null))]);

    /// <summary>What Node calls the holder inside, no program knows: the API's own name takes its place.</summary>
    private HolderName NameOf(LeakCluster cluster, LeakLocation location) => NodeApis.Find(context, cluster) is { } api
        ? cluster.Name with { Kind = HolderKind.Instance, Label = api.Name, Scope = default, Library = null }
        : context.Code.FindOriginalName(cluster.Name, location.Statement);

    private LeakGrowth DescribeGrowth(LeakCluster cluster)
    {
        var most = cluster.Classes.Select(row => row.Count).DefaultIfEmpty().Max();
        var classes = cluster.Classes
            .Where(row => IsEntry(row) || row.Count >= MinClassShare * most)
            .OrderByDescending(IsEntry)
            .Take(MaxClasses)
            .Select(Describe);
        var basis = cluster.Growth.Steadiness.Basis;
        return new LeakGrowth(
            cluster.Bytes,
            cluster.Bytes / context.Intervals.UsualRoundsOf(basis),
            context.Intervals.TotalRequests is { } total ? cluster.Bytes / (double)total : null,
            RateOf(cluster, basis),
            [.. classes],
            cluster.Entry is { } entry
                ? Describe(entry) with
                {
                    HasNativePart = NativeParts.Has(context.Snapshot.Graph, entry.Example),
                    WaitMs = EntryTimers.FindLongestWait(context, cluster),
                }
                : null);

        bool IsEntry(SurvivorClass row) => row.Name == cluster.Entry?.Name;
    }

    private LeakRate RateOf(LeakCluster cluster, RateBasis basis)
    {
        var units = context.Intervals.TotalOf(basis);
        var objects = basis == RateBasis.Request && cluster.Entry is { } entry
            ? context.Intervals.PerRequest(entry.Born)
            : cluster.Entry?.Count / units;
        return new LeakRate(basis, cluster.Bytes / units, objects);
    }

    private ClassGrowth Describe(SurvivorClass row) => new(row.Name, row.Born, context.Intervals.PerRequest(row.Born));

    private static LeakEvidence DescribeEvidence(LeakCluster cluster) => cluster.Growth switch
    {
        ClusterGrowth.RetainedBytes growth => new LeakEvidence.RetainedBytes(growth.Grown, growth.Steadiness),
        var growth => new LeakEvidence.BornObjects(growth.Born, growth.Steadiness, cluster.HolderGrew),
    };

    private LeakFunction DescribeFunction(LeakedFunction function)
    {
        var min = Math.Max(MinCapturedBytes, MinCapturedShare * function.CapturedBytes);
        var location = context.Code.FindOriginal(function.MadeAt);
        return new LeakFunction(
            location?.Generated is not null && function.Name is not null ? location.Function : function.Name,
            location,
            [.. function.Captured.Where(variable => variable.RetainedBytes >= min).Take(MaxCaptured)],
            function is { MadeAt: { } at, Captured: [var largest, ..] } ? context.Code.Mentions(at, largest.Name) : null);
    }
}
