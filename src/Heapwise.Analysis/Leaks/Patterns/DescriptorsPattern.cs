using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Descriptors of the process are opened and never closed.</summary>
/// <param name="PerRequest">Descriptors per request; null where requests are not counted.</param>
/// <param name="PerRound">Descriptors per usual round.</param>
public sealed record DescriptorsPattern(double? PerRequest, double PerRound) : LeakPattern
{
    public override string Name => "descriptors";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class DescriptorsRecognizer : ProcessRecognizer
{
    /// <summary>Less per request is left to pools of connections and files opened once.</summary>
    private const double MinPerRequest = 0.1;

    private const double MinPerRound = 2.5;

    private const double MinPerUncountedRound = 5;

    private static readonly HashSet<string> HandleClasses = new(StringComparer.Ordinal)
    {
        "Socket", "TLSSocket", "TCP", "Pipe", "TLSWrap", "FileHandle", "ReadStream", "WriteStream", "ChildProcess", "Worker", "FSWatcher",
    };

    public override RecognizedGrowth? Find(ProcessGrowth growth)
    {
        if (growth.FindGrowing(Measure.FileDescriptors, MinSlope(growth)) is not { } trend) return null;
        if (growth.Leaks.Any(leak => HoldsHandles(leak.Pattern, leak.Growth))) return null;
        var pattern = new DescriptorsPattern(growth.PerRequest(trend), trend.Trend.SlopePerRound);
        var kind = FindKind(growth.Rounds);
        var location = kind is null ? null : growth.Code?.FindOnlyCall(OpeningCallsOf(kind));
        var rate = growth.RateOf(trend);
        var opened = new LeakGrowth(0, 0, null, rate with { Bytes = 0, Objects = rate.Bytes }, [], null);
        return new RecognizedGrowth(pattern, trend, opened, trend.Trend.Confidence, kind, location);
    }

    private static double MinSlope(ProcessGrowth growth) => growth.Intervals.TotalRequests is { } requests
        ? Math.Max(MinPerRound, MinPerRequest * requests / growth.Intervals.TotalWeight)
        : MinPerUncountedRound;

    /// <summary>Streams and sockets bring their descriptors with them.</summary>
    private static bool HoldsHandles(LeakPattern pattern, LeakGrowth growth) =>
        pattern is StreamPattern or OtherPattern { Api: NodeApi.Worker } || growth.Classes.Any(row => HandleClasses.Contains(row.Name));

    /// <summary>
    /// What most new descriptors are: one kind or file, else the folder that most files share; null where it is not known.
    /// </summary>
    private static string? FindKind(IReadOnlyList<Round> rounds)
    {
        if (rounds[0].Descriptors is not { } before || rounds[^1].Descriptors is not { } after) return null;
        var grown = after
            .Select(row => (row.Key, Count: row.Value - before.GetValueOrDefault(row.Key)))
            .Where(row => row.Count > 0)
            .ToList();
        var most = grown.MaxBy(row => row.Count);
        if (2 * most.Count >= grown.Sum(row => row.Count)) return most.Key;

        // Each request may open a file of its own: what they share is the folder.
        return grown
            .GroupBy(row => row.Key.StartsWith('/') ? Path.GetDirectoryName(row.Key) + "/" : row.Key)
            .MaxBy(group => group.Sum(row => row.Count))!.Key; // descriptors grew
    }

    /// <summary>Names of calls that open such things, as Node's modules have them.</summary>
    private static HashSet<string> OpeningCallsOf(string kind)
    {
        string[] names = kind switch
        {
            ['/', ..] => ["open", "openSync", "createReadStream", "createWriteStream", "opendir", "opendirSync"],
            "socket" => ["connect", "createConnection", "request", "get", "fetch", "createSocket", "createServer"],
            "pipe" => ["spawn", "exec", "execFile", "fork"],
            "inotify" => ["watch", "watchFile"],
            _ => ["Worker"],
        };
        return new HashSet<string>(names, StringComparer.Ordinal);
    }
}
