using System.Buffers;
using System.Globalization;
using static Heapwise.Analysis.GarbageCollection.GcLogText;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// One record of V8's trace, from its mark <c>[PID:0xISOLATE]</c> on:
/// <code>
/// [7:0x1a0]       25 ms: Scavenge 4.5 (4.9) -> 4.3 (5.9) MB, 1.6 / 0.0 ms  (average mu = 1.000, current mu = 1.000) allocation failure;
/// [7:0x1a0]       90 ms: Mark-Compact (reduce) 33.8 (52.4) -> 3.4 (38.1) MB, pooled: 11 MB, 6.99 / 0.00 ms  (+ 2.6 ms in 28 steps …
/// [7:0x1a0:0]     18 ms: pause=0.5 mutator=14.1 gc=s … start_object_size=4948616 end_object_size=4144944 …
/// [7:0x1a0:0]     25 ms: GC: {"pause":0.577,"mutator":19.184,"gc":"s", … "reason":"allocation failure", …}
/// [7:0x1a0] Memory allocator,       used:   6000 KB, available: 4237456 KB
/// </code>
/// MB are 1024 × 1024 bytes. Names of values are found wherever they are, with or without (escaped) quotes, so that a log wrapped into
/// JSON is read as well. Holds the last record; not thread-safe.
/// </summary>
internal sealed class GcLogLine
{
    private const double BytesPerMegabyte = 1024 * 1024;

    /// <summary>V8 has about thirty reasons. A log that seems to have more is damaged and must not fill the memory.</summary>
    private const int MaxCauses = 500;
    private const int MaxCauseLength = 120;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What begins a collection in any form of the log.</summary>
    private static readonly string[] Beginnings =
        ["Scavenge ", "Mark-Compact ", "Mark-sweep ", "Minor Mark-", "Incremental Mark-Compact ", "pause=", "GC: {"];

    private readonly Dictionary<string, string> _causes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _causesByText;

    public GcLogLine() => _causesByText = _causes.GetAlternateLookup<ReadOnlySpan<char>>();

    public GcEvent Collection { get; private set; }

    public GcHeapId Heap { get; private set; }

    public long LimitBytes { get; private set; }

    /// <param name="line">A line, up to the next mark or its end.</param>
    /// <param name="mark">The position of the colon before the isolate.</param>
    public GcLogMeaning Read(ReadOnlySpan<char> line, int mark)
    {
        if (ReadHead(line, mark, out var rest) is { } broken) return broken;
        if (rest.StartsWith("Memory allocator,")) return ReadLimit(rest);
        if (!TryTakeNumber(ref rest, out var milliseconds)) return rest.IsEmpty ? GcLogMeaning.Damaged : GcLogMeaning.Other;
        if (!TryTake(ref rest, " ms: ")) return " ms: ".AsSpan().StartsWith(rest) ? GcLogMeaning.Damaged : GcLogMeaning.Other;
        var head = new GcEvent
        {
            Kind = GcKind.Scavenge,
            At = Time(milliseconds),
            Pause = TimeSpan.Zero,
            Steps = TimeSpan.Zero,
            IsForced = false,
            Heap = Heap,
        };
        return TryTakeKind(ref rest, out var kind) ? ReadText(rest, head with { Kind = kind })
            : rest.StartsWith("pause=") || TryTake(ref rest, "GC: {") ? ReadNames(rest, head)
            : IsCut(rest) ? GcLogMeaning.Damaged
            : GcLogMeaning.Other;
    }

    /// <summary>Reads <c>[7:0x1a0]</c> or <c>[7:0x1a0:0]</c> and sets <see cref="Heap"/>.</summary>
    /// <returns>Null if it is whole; <paramref name="rest"/> is what follows.</returns>
    private GcLogMeaning? ReadHead(ReadOnlySpan<char> line, int mark, out ReadOnlySpan<char> rest)
    {
        var first = mark;
        while (first > 0 && char.IsAsciiDigit(line[first - 1])) first--;
        var hasHead = first > 0 && first < mark && line[first - 1] == '[';
        rest = line[(mark + 1)..];
        TryTake(ref rest, "0x"); // not there on Windows
        var digits = rest.IndexOfAnyExcept(HexDigits);
        if (!hasHead || digits <= 0) return hasHead && digits < 0 ? GcLogMeaning.Damaged : GcLogMeaning.Other;
        if (!int.TryParse(line[first..mark], CultureInfo.InvariantCulture, out var processId)) return GcLogMeaning.Other;
        if (!ulong.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var isolate))
        {
            return GcLogMeaning.Other;
        }

        Heap = new GcHeapId(processId, isolate);
        rest = rest[digits..];
        if (rest[0] == ':') rest = rest[1..].TrimStart("0123456789");
        if (rest.IsEmpty || rest[0] != ']') return rest.IsEmpty ? GcLogMeaning.Damaged : GcLogMeaning.Other;
        rest = rest[1..].TrimStart(' ');
        return null;
    }

    /// <summary>Whether the line ends within the beginning of a collection.</summary>
    private static bool IsCut(ReadOnlySpan<char> rest)
    {
        foreach (var beginning in Beginnings)
        {
            if (beginning.AsSpan().StartsWith(rest)) return true;
        }

        return false;
    }

    private static bool TryTakeKind(ref ReadOnlySpan<char> rest, out GcKind kind)
    {
        kind = GcKind.Scavenge;
        if (TryTake(ref rest, "Scavenge ")) return true;
        kind = GcKind.MinorMarkSweep;
        if (TryTake(ref rest, "Minor Mark-Sweep ") || TryTake(ref rest, "Minor Mark-Compact ")) return true;
        kind = GcKind.MarkCompact;
        return TryTake(ref rest, "Mark-Compact ") || TryTake(ref rest, "Mark-sweep ") || TryTake(ref rest, "Incremental Mark-Compact ");
    }

    /// <summary><c>(reduce) 33.8 (52.4) -> 3.4 (38.1) MB, pooled: 11 MB, 6.99 / 0.00 ms  (+ …) (average mu …) cause; …</c></summary>
    private GcLogMeaning ReadText(ReadOnlySpan<char> rest, GcEvent collection)
    {
        if (rest.StartsWith('(') && rest.IndexOf(") ") is > 0 and var way) rest = rest[(way + 2)..];
        if (!TryTakeSize(ref rest, out var before, out var totalBefore) || !TryTake(ref rest, " -> ")) return GcLogMeaning.Damaged;
        if (!TryTakeSize(ref rest, out var after, out var totalAfter) || !TryTake(ref rest, " MB, ")) return GcLogMeaning.Damaged;
        if (TryTake(ref rest, "pooled: ") && !(TryTakeNumber(ref rest, out _) && TryTake(ref rest, " MB, "))) return GcLogMeaning.Damaged;
        if (!TryTakeNumber(ref rest, out var pause) || !TryTake(ref rest, " / ")) return GcLogMeaning.Damaged;
        if (!TryTakeNumber(ref rest, out _) || !TryTake(ref rest, " ms")) return GcLogMeaning.Damaged;
        var steps = 0.0;
        rest = rest.TrimStart(' ');
        if (TryTake(ref rest, "(+ ") && !TryTakeNumber(ref rest, out steps)) return GcLogMeaning.Damaged;
        var cause = CauseOf(TrailingCause(rest));
        Collection = collection with
        {
            Pause = Time(pause),
            Steps = Time(steps),
            Sizes = new GcSizes(before, after, totalBefore, totalAfter),
            Cause = cause,
            IsForced = IsForced(cause),
        };
        return GcLogMeaning.Collection;
    }

    /// <summary><c>33.8 (52.4)</c>: megabytes of objects, and megabytes committed.</summary>
    private static bool TryTakeSize(ref ReadOnlySpan<char> rest, out long bytes, out long totalBytes)
    {
        (bytes, totalBytes) = (0, 0);
        if (!TryTakeNumber(ref rest, out var megabytes) || !TryTake(ref rest, " (")) return false;
        if (!TryTakeNumber(ref rest, out var total) || !TryTake(ref rest, ")")) return false;
        (bytes, totalBytes) = (Bytes(megabytes), Bytes(total));
        return true;
    }

    /// <summary>
    /// What follows the last measure. In the buffer of the last few collections a line may end before it or within it: then it is empty
    /// or short.
    /// </summary>
    private static ReadOnlySpan<char> TrailingCause(ReadOnlySpan<char> rest)
    {
        const string LastMeasure = "current mu = ";
        var measure = rest.IndexOf(LastMeasure);
        if (measure < 0) return default;
        var end = rest[measure..].IndexOf(") ");
        if (end < 0) return default;
        var cause = rest[(measure + end + 2)..];
        if (cause.IndexOf('\\') is >= 0 and var escape) cause = cause[..escape]; // \n",… of a log wrapped into JSON
        return cause.Trim().TrimEnd(';');
    }

    private GcLogMeaning ReadNames(ReadOnlySpan<char> rest, GcEvent collection)
    {
        if (FindKind(Find(rest, "gc")) is not { } kind) return Find(rest, "gc").IsEmpty ? GcLogMeaning.Damaged : GcLogMeaning.Other;
        var pause = Find(rest, "pause");
        if (!TryTakeNumber(ref pause, out var milliseconds) || FindSizes(rest) is not { } sizes) return GcLogMeaning.Damaged;
        var steps = kind == GcKind.MarkCompact ? Find(rest, "incremental") : default;
        TryTakeNumber(ref steps, out var stepMilliseconds);
        var cause = CauseOf(Find(rest, "reason"), Find(rest, "collector_reason"));
        Collection = collection with
        {
            Kind = kind,
            Pause = Time(milliseconds),
            Steps = Time(stepMilliseconds),
            Sizes = sizes,
            PromotedBytes = FindNumber(rest, "promoted"),
            Cause = cause,
            IsForced = IsForced(cause),
        };
        return GcLogMeaning.Collection;
    }

    /// <summary>Node 24 renamed the sizes. Committed memory is reported from then on.</summary>
    private static GcSizes? FindSizes(ReadOnlySpan<char> rest)
    {
        var isNew = !Find(rest, "start_object_size").IsEmpty;
        if (FindNumber(rest, isNew ? "start_object_size" : "total_size_before") is not { } before) return null;
        if (FindNumber(rest, isNew ? "end_object_size" : "total_size_after") is not { } after) return null;
        return isNew
            ? new GcSizes(before, after, FindNumber(rest, "start_memory_size"), FindNumber(rest, "end_memory_size"))
            : new GcSizes(before, after, null, null);
    }

    /// <summary><c>Memory allocator, used: 6000 KB, available: 4237456 KB</c>: the limit is their sum.</summary>
    private GcLogMeaning ReadLimit(ReadOnlySpan<char> rest)
    {
        if (FindNumber(rest, "used") is not { } used || FindNumber(rest, "available") is not { } available) return GcLogMeaning.Damaged;
        LimitBytes = (used + available) * 1024;
        return GcLogMeaning.Limit;
    }

    private static GcKind? FindKind(ReadOnlySpan<char> name) => name switch
    {
        "s" => GcKind.Scavenge,
        "mms" or "mmc" => GcKind.MinorMarkSweep,
        "mc" or "ms" => GcKind.MarkCompact,
        _ => null,
    };

    private static bool IsForced(ReadOnlySpan<char> cause) =>
        cause.StartsWith("testing") || cause.StartsWith("heap profiler") || cause.StartsWith("low memory notification");

    private string? CauseOf(ReadOnlySpan<char> reason, ReadOnlySpan<char> collectorReason)
    {
        var isAlone = collectorReason.IsEmpty || reason.Length + collectorReason.Length > MaxCauseLength;
        return isAlone ? CauseOf(reason) : CauseOf($"{reason}; {collectorReason}");
    }

    private string? CauseOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxCauseLength) return null;
        if (_causesByText.TryGetValue(text, out var known)) return known;
        return _causes.Count < MaxCauses ? _causes[text.ToString()] = text.ToString() : null;
    }

    /// <summary>To the tick: <see cref="TimeSpan.FromMilliseconds(double)"/> would make 0.2899 ms of 0.29.</summary>
    private static TimeSpan Time(double milliseconds) => TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond));

    private static long Bytes(double megabytes) => (long)Math.Round(megabytes * BytesPerMegabyte);
}
