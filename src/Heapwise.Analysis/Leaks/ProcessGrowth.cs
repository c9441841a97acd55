using System.Security.Cryptography;
using System.Text;
using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Growth of the process that no object of the heap explains: descriptors that are opened and never closed, memory outside the heap,
/// resident memory alone. There is no holder and no path; what can be told is what grows, at what rate, and which statements of the
/// program make such things.
/// </summary>
internal sealed class ProcessGrowth(IReadOnlyList<RoundEvidence> rounds, Rungs rungs, LeakLocator? locator, AdviceTexts texts)
{
    public const string Descriptors = "descriptors";
    public const string ExternalMemory = "external-memory";
    public const string NativeMemory = "native-memory";

    /// <summary>Findings of the heap that explain this share of a measure's growth explain it all.</summary>
    private const double ExplainedShare = 0.5;

    /// <summary>Less a request is left to pools of connections and files opened once.</summary>
    private const double LeastDescriptorsPerRequest = 0.1;

    private const double LeastDescriptorsPerRound = 2.5;
    private const double LeastExternalBytesPerRound = 128_000;

    /// <summary>Snapshots alone make resident memory rise by a few megabytes each.</summary>
    private const double LeastRssBytesPerRound = 8_000_000;

    /// <summary>Patterns that are told of the process, not of objects in its heap.</summary>
    public static IReadOnlyList<string> Patterns { get; } = [Descriptors, ExternalMemory, NativeMemory];

    /// <param name="trends">How each measure went.</param>
    /// <param name="findings">What the heap shows.</param>
    public IReadOnlyList<FindingReport> Find(IReadOnlyList<TrendReport> trends, IReadOnlyList<FindingReport> findings)
    {
        if (rounds.Count < 3) return []; // two readings are no trend
        var bytes = findings.Sum(finding => finding.GrowthBytes) / (double)Math.Max(1, rungs.TotalWorth);
        List<FindingReport> found = [];
        if (Growing(trends, MeasureTrends.FileDescriptors, DescriptorLimit) is { } descriptors && !findings.Any(HoldsHandles)) found.Add(OfDescriptors(descriptors));
        var external = Growing(trends, MeasureTrends.External, LeastExternalBytesPerRound) is { } outside && bytes < ExplainedShare * outside.SlopePerRound ? outside : null;
        if (external is not null) found.Add(Describe(external, ExternalMemory, "", null));
        var heap = trends.FirstOrDefault(trend => trend.Measure == MeasureTrends.HeapUsed)?.SlopePerRound ?? 0;
        if (WasConfirmed && Growing(trends, MeasureTrends.Rss, LeastRssBytesPerRound) is { } resident
            && Math.Max(bytes, Math.Max(heap, external?.SlopePerRound ?? 0)) < ExplainedShare * resident.SlopePerRound) found.Add(Describe(resident, NativeMemory, "", null));
        return found;
    }

    /// <summary>Resident memory of a few rounds says little: the allocator keeps what a peak needed.</summary>
    private bool WasConfirmed => rounds.Any(round => round.Worth > 1);

    private double DescriptorLimit => rungs.TotalRequests is { } requests ? Math.Max(LeastDescriptorsPerRound, LeastDescriptorsPerRequest * requests / rungs.TotalWorth) : 5;

    private static TrendReport? Growing(IReadOnlyList<TrendReport> trends, string measure, double least) =>
        trends.FirstOrDefault(trend => trend.Measure == measure && trend is { Verdict: "growing", Confidence: >= Confidence.Medium } && trend.SlopePerRound >= least);

    /// <summary>Streams and sockets bring their descriptors with them.</summary>
    private static bool HoldsHandles(FindingReport finding) => finding.Pattern == "stream"
        || finding.SurvivorsPerRound.Keys.Any(name => name is "Socket" or "TLSSocket" or "TCP" or "Pipe" or "TLSWrap" or "FileHandle" or "ReadStream" or "WriteStream" or "ChildProcess" or "Worker" or "FSWatcher");

    private FindingReport OfDescriptors(TrendReport trend)
    {
        if (rounds[0].Descriptors is not { } before || rounds[^1].Descriptors is not { } after) return Describe(trend, Descriptors, "", null);
        var grown = after.Select(row => (row.Key, Count: row.Value - before.GetValueOrDefault(row.Key))).Where(row => row.Count > 0).ToList();
        var total = grown.Sum(row => row.Count);
        var most = grown.MaxBy(row => row.Count);
        if (2 * most.Count >= total) return Describe(trend, Descriptors, most.Key, OpenedAt(most.Key));

        // A file of its own for each request: what they share is the folder.
        var folder = grown.GroupBy(row => row.Key.StartsWith('/') ? Path.GetDirectoryName(row.Key) + "/" : row.Key).MaxBy(group => group.Sum(row => row.Count))!; // descriptors grew
        return Describe(trend, Descriptors, folder.Key, OpenedAt(folder.Key));
    }

    private LocationReport? OpenedAt(string kind) => LocationReport.From(locator?.OnlyCallOf(kind switch
    {
        ['/', ..] => OpeningCalls.OfFiles,
        "socket" => OpeningCalls.OfSockets,
        "pipe" => OpeningCalls.OfPipes,
        "inotify" => OpeningCalls.OfWatches,
        _ => OpeningCalls.OfThreads,
    }));

    private FindingReport Describe(TrendReport trend, string pattern, string kind, LocationReport? place)
    {
        var total = rungs.TotalRequests;
        var process = new ProcessFacts(trend.Measure, kind, total is { } requests ? trend.SlopePerRound * rungs.TotalWorth / requests : null, trend.SlopePerRound);
        var isBytes = pattern != Descriptors;
        var facts = new FindingFacts(texts.ProcessHolder(process), kind, kind, "object", null, null, isBytes ? process.PerRequest : null, isBytes ? process.PerRound : 0, null, rungs.Count, null, null) { Process = process };
        var words = texts.Patterns[pattern];
        return new FindingReport
        {
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pattern + "|" + (kind.StartsWith('/') ? CodeOrigin.FileNameOf(kind) : kind))))[..12],
            Pattern = pattern,
            Confidence = pattern == NativeMemory ? Confidence.Medium : trend.Confidence,
            Evidence = [texts.MeasureRose(trend.Measure, [.. rounds.Select(round => ValueOf(round, trend.Measure))]), trend.Reason],
            Title = words.Title(facts),
            Explanation = (words.Explanation ?? texts.Explanation)(facts),
            GrowthBytes = isBytes ? (long)(trend.SlopePerRound * rungs.TotalWorth) : 0,
            BytesPerRequest = isBytes && process.PerRequest is { } rate ? Math.Round(rate, 1) : null,
            ObjectsPerRequest = isBytes || process.PerRequest is not { } count ? new Dictionary<string, double>() : new Dictionary<string, double> { ["descriptor"] = Math.Round(count, 2) },
            SurvivorsPerRound = new Dictionary<string, IReadOnlyList<long>>(),
            Holder = new HolderReport { NodeId = 0, ClassName = "process", Name = kind.Length > 0 ? kind : null, Path = facts.Holder, RetainedBytes = 0, Library = null },
            Location = place,
            RetainerPath = [],
            Details = new FindingDetails(),
            Advice = new AdviceReport { Why = words.Why(facts), Fix = words.Fix(facts), Example = words.Example(facts) },
        };
    }

    private static long ValueOf(RoundEvidence round, string measure) => measure switch
    {
        MeasureTrends.FileDescriptors => round.FileDescriptors ?? 0,
        MeasureTrends.External => round.ExternalBytes ?? 0,
        _ => round.RssBytes ?? 0,
    };
}

/// <summary>Names of calls that open something, as Node's modules have them.</summary>
internal static class OpeningCalls
{
    public static IReadOnlySet<string> OfFiles { get; } = new HashSet<string>(StringComparer.Ordinal) { "open", "openSync", "createReadStream", "createWriteStream", "opendir", "opendirSync" };

    public static IReadOnlySet<string> OfSockets { get; } = new HashSet<string>(StringComparer.Ordinal) { "connect", "createConnection", "request", "get", "fetch", "createSocket", "createServer" };

    public static IReadOnlySet<string> OfPipes { get; } = new HashSet<string>(StringComparer.Ordinal) { "spawn", "exec", "execFile", "fork" };

    public static IReadOnlySet<string> OfWatches { get; } = new HashSet<string>(StringComparer.Ordinal) { "watch", "watchFile" };

    public static IReadOnlySet<string> OfThreads { get; } = new HashSet<string>(StringComparer.Ordinal) { "Worker" };
}
